import { createIdGenerator, createRedactor, DaybookError } from "@daybook/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "../journal/index.ts";
import type { Journal } from "../journal/index.ts";
import { SimulatedDisk, seededRandom } from "../journal/test-support/simulated-disk.ts";
import { openIngest } from "./index.ts";
import type { Ingest } from "./index.ts";

let disk: SimulatedDisk;
let journal: Journal;
let ingest: Ingest;

beforeEach(async () => {
  disk = new SimulatedDisk(seededRandom(9));
  await start();
});

afterEach(async () => {
  await ingest.close().catch(() => undefined);
  await journal.close();
});

async function start(maxPendingBytes?: number): Promise<void> {
  const clock = { nowMs: () => 1.7e12 };
  const settings = { dir: "/journal", fs: disk, clock, reserveBytes: 0, maintenanceIntervalMs: 0 };
  journal = await openJournal(maxPendingBytes === undefined ? settings : { ...settings, maxPendingBytes });
  const newId = createIdGenerator({ nowMs: clock.nowMs, random: (bytes) => bytes });
  ingest = await openIngest({
    journal,
    stateDir: "/state",
    clock,
    redactor: createRedactor(),
    newId,
    snapshotIntervalMs: 0,
    fs: disk,
  });
}

const body = (count: number): Buffer =>
  Buffer.from(
    Array.from(
      { length: count },
      (_, i) => `{"message":"${"m".repeat(100)}","producer":"p","producer_seq":${i + 1}}`,
    ).join("\n"),
  );

test("a long body waits for its own earlier slices instead of failing for them", async () => {
  await ingest.close();
  await journal.close();
  await start(1_000);
  expect(await ingest.accept(body(10_000), "ndjson")).toMatchObject({ accepted: 10_000, duplicates: 0 });
  expect(journal.durableSeq).toBe(10_000);
});

test("a disk that fills in the middle of a body refuses it; sent again, nothing is doubled", async () => {
  let writes = 0;
  disk.failWhen = (kind, path) =>
    kind === "write" && path.endsWith(".ndjson") && ++writes === 3 ? { code: "ENOSPC", done: "half" } : undefined;
  await expect(ingest.accept(body(20_000), "ndjson")).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
  const kept = journal.durableSeq;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(20_000);
  const again = await ingest.accept(body(20_000), "ndjson").catch(() => ingest.accept(body(20_000), "ndjson"));
  expect(again).toMatchObject({ accepted: 20_000 - kept, duplicates: kept });
  expect(journal.durableSeq).toBe(20_000);
});

test("a repetition of what is under way is answered only when the original is durable", async () => {
  const order: string[] = [];
  const first = ingest.accept(body(5), "ndjson").then(() => order.push("first"));
  const second = ingest.accept(body(5), "ndjson").then((reply) => {
    expect(reply).toMatchObject({ accepted: 0, duplicates: 5 });
    expect(journal.durableSeq).toBe(5);
    order.push("second");
  });
  await Promise.all([first, second]);
  expect(order).toEqual(["first", "second"]);
  disk.failWhen = (kind) => (kind === "datasync" ? { code: "EIO", done: "nothing" } : undefined);
  const lost = [ingest.accept(body(6), "ndjson"), ingest.accept(body(6), "ndjson")];
  for (const one of lost) await expect(one).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FAILED" });
});

test("a damaged snapshot costs time, not truth", async () => {
  await ingest.accept(body(5), "ndjson");
  await ingest.accept(Buffer.from('{"id":"e1","message":"a"}'), "json");
  await ingest.close();
  disk.rot("/state/ingest.json", 3);
  await start();
  expect(await ingest.accept(body(6), "ndjson")).toMatchObject({ accepted: 1, duplicates: 5 });
  expect(await ingest.accept(Buffer.from('{"id":"e1","message":"a"}'), "json")).toMatchObject({ duplicates: 1 });
});

test("a snapshot of a longer journal is not believed", async () => {
  await ingest.accept(body(5), "ndjson");
  await ingest.close();
  await journal.close();
  for (const path of disk.files()) if (path.startsWith("/journal/")) await disk.unlink(path);
  await start();
  expect(await ingest.accept(body(5), "ndjson")).toMatchObject({ accepted: 5, duplicates: 0 });
});

test("no body crashes the door, and every stored line is one record", async () => {
  const fragments = fc.constantFrom(
    '{"message":"m"',
    "}",
    "[",
    "]",
    ",",
    "\n",
    '"',
    "\\",
    "\u0000",
    "\uFEFF",
    "1e400",
    '"__proto__":{}',
    ":",
    "\ud800",
    '"data":',
    "é",
  );
  const anyBody = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fragments, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(""))),
    fc.array(fc.jsonValue(), { maxLength: 5 }).map((values) => Buffer.from(JSON.stringify(values))),
    fc
      .array(fc.object(), { maxLength: 5 })
      .map((values) => Buffer.from(values.map((value) => JSON.stringify(value)).join("\n"))),
  );
  await fc.assert(
    fc.asyncProperty(anyBody, fc.constantFrom("ndjson" as const, "json" as const), async (bytes, format) => {
      const before = journal.durableSeq;
      const reply = await ingest.accept(bytes, format).catch((error: unknown) => error);
      if (reply instanceof Error) {
        expect(reply).toBeInstanceOf(DaybookError);
        expect(reply).toMatchObject({ code: "DAYBOOK_INGEST_EMPTY" });
        return;
      }
      const { accepted } = reply as { accepted: number };
      // Gaps in numbers that a random event carries are events as well.
      expect(journal.durableSeq - before).toBeGreaterThanOrEqual(accepted);
      const part = await journal.read(before, 1e7, 1e6);
      for (const line of part?.bytes.toString().trimEnd().split("\n") ?? []) {
        expect(JSON.parse(line)).toMatchObject({
          seq: expect.any(Number) as number,
          level: expect.any(String) as string,
          message: expect.any(String) as string,
        });
      }
    }),
    { numRuns: 400 },
  );
});
