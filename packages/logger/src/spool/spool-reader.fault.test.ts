import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Batch } from "../collector/batch.ts";
import { SPOOL_SEGMENT_BYTES } from "../limits.ts";
import { encodeFrames } from "./spool-format.ts";
import type { Damage } from "./spool-reader.ts";
import { Spool } from "./spool.ts";

let root: string;
let dir: string;
let damages: Damage[];
let opened: Spool[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-spool-"));
  dir = join(root, "spool");
  damages = [];
  opened = [];
});

afterEach(() => {
  for (const spool of opened) spool.close();
  rmSync(root, { recursive: true, force: true });
});

function open(): Spool {
  const spool = new Spool(dir, (damage) => damages.push(damage));
  opened.push(spool);
  return spool;
}

/** `count` events from `firstSeq` on, in one batch. */
function batch(firstSeq: number, count = 1, size = 10): Batch {
  const lines = Array.from({ length: count }, (_, i) => `${firstSeq + i}:${"x".repeat(size)}\n`);
  return { firstSeq, count, body: Buffer.from(lines.join("")) };
}

async function readAll(spool: Spool): Promise<number[]> {
  const seqs: number[] = [];
  for (let next = await spool.next(); next !== undefined; next = await spool.next()) {
    const lines = next.body.toString().trimEnd().split("\n");
    expect(lines).toHaveLength(next.count);
    seqs.push(...lines.map(Number.parseFloat));
  }
  return seqs;
}

describe("a spool of a process that was killed", () => {
  const segment = (): string => join(dir, "00000001.spool");

  it("has every whole batch, wherever the last write stopped", async () => {
    const spool = open();
    await spool.append([batch(1), batch(2)]);
    spool.close();
    const whole = readFileSync(segment());
    const torn = encodeFrames([batch(3, 2)]);
    for (let end = 0; end < torn.length; end++) {
      writeFileSync(segment(), Buffer.concat([whole, torn.subarray(0, end)]));
      expect(await readAll(open())).toEqual([1, 2]);
    }
    for (let end = 0; end < 16; end++) {
      writeFileSync(join(dir, "00000002.spool"), whole.subarray(0, end));
      expect(await readAll(open())).toEqual([1, 2]);
    }
    expect(damages).toEqual([]);
  });

  it("says what is damaged, skips it, and goes on with the next file", async () => {
    const spool = open();
    const size = Math.ceil(SPOOL_SEGMENT_BYTES / 2);
    for (let seq = 1; seq <= 3; seq++) await spool.append([batch(seq, 1, size)]);
    spool.close();
    const bytes = readFileSync(segment());
    bytes[size + 100] = 0xff;
    writeFileSync(segment(), bytes);
    const next = open();
    expect(await readAll(next)).toEqual([1, 3]);
    expect(damages).toEqual([{ path: segment(), bytes: expect.any(Number) as number }]);
    next.ack(3);
    next.close();
    expect(existsSync(dir)).toBe(false);
  });

  it("takes nothing that is no spool", async () => {
    const spool = open();
    await spool.append([batch(1)]);
    spool.close();
    writeFileSync(join(dir, "00000000.spool"), "a text that somebody put here, longer than a header");
    appendFileSync(join(dir, "notes.txt"), "hello");
    expect(await readAll(open())).toEqual([1]);
    expect(damages).toHaveLength(1);
  });

  it("is read to where a file was cut meanwhile", async () => {
    const spool = open();
    await spool.append([batch(1, 1, 2_000_000), batch(2)]);
    spool.close();
    const next = open();
    truncateSync(segment(), 1_000_000);
    expect(await readAll(next)).toEqual([]);
    expect(damages).toHaveLength(1);
  });
});
