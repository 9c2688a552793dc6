import { closeSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Batch } from "../collector/batch.ts";
import { SEGMENT_HEADER_BYTES, encodeFrames } from "./spool-format.ts";
import { SpoolSegments } from "./spool-segments.ts";
import { SpoolWriter } from "./spool-writer.ts";

let dir: string;
let segments: SpoolSegments;
let writer: SpoolWriter;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-spool-writer-"));
  segments = SpoolSegments.of(dir);
  writer = new SpoolWriter(segments);
});

afterEach(() => {
  segments.seal();
  rmSync(dir, { recursive: true, force: true });
});

function batch(firstSeq: number, count = 1): Batch {
  return { firstSeq, count, body: Buffer.from(`${firstSeq}\n`.repeat(count)) };
}

function frames(name: string): Buffer {
  return readFileSync(join(dir, name)).subarray(SEGMENT_HEADER_BYTES);
}

/** The disk goes away under the writer: its descriptor is of no use any more. */
function breakDisk(): void {
  closeSync(segments.toWrite().fd);
}

it("writes synchronously over what is under way, and has each once", async () => {
  const batches = [batch(1, 2), batch(3), batch(4)];
  const under = writer.append(batches.slice(0, 2));
  expect(writer.underWayThrough).toBe(3);
  writer.appendSync(batches.slice(2));
  // Another process would find this now, whatever became of the write that is under way.
  expect(frames("00000001.spool")).toEqual(encodeFrames(batches));
  expect(writer.underWayThrough).toBe(0);
  await under;
  expect(frames("00000001.spool")).toEqual(encodeFrames(batches));
  expect(segments.list[0]).toMatchObject({ end: SEGMENT_HEADER_BYTES + encodeFrames(batches).length, lastSeq: 4 });
});

it("does not count what could not be written, and goes on in another file", async () => {
  await writer.append([batch(1)]);
  const { end } = segments.list[0] ?? { end: 0 };
  breakDisk();
  expect(() => writer.appendSync([batch(2)])).toThrow("EBADF");
  expect(segments.list[0]).toMatchObject({ end, lastSeq: 1 });
  writer.appendSync([batch(2)]);
  expect(readdirSync(dir)).toEqual(["00000001.spool", "00000002.spool"]);
  expect(frames("00000002.spool")).toEqual(encodeFrames([batch(2)]));
});

it("does so beside the program too", async () => {
  breakDisk();
  await expect(writer.append([batch(1)])).rejects.toThrow("EBADF");
  expect(writer.isWriting).toBe(false);
  await writer.append([batch(1)]);
  expect(frames("00000002.spool")).toEqual(encodeFrames([batch(1)]));
});
