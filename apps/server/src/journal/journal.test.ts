import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Journal, JournalOptions } from "./index.ts";
import { openJournal } from "./index.ts";

let dir: string;
let journal: Journal | undefined;
let nowMs = 1_700_000_000_000;

beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/daybook-journal-`);
});

afterEach(async () => {
  await journal?.close();
  journal = undefined;
  await rm(dir, { recursive: true });
});

async function start(options: Partial<JournalOptions> = {}): Promise<Journal> {
  journal = await openJournal({
    dir,
    clock: { nowMs: () => nowMs },
    maintenanceIntervalMs: 0,
    reserveBytes: 0,
    ...options,
  });
  return journal;
}

function lines(count: number, pad = 0): (firstSeq: number) => string {
  return (firstSeq) => {
    let text = "";
    for (let i = 0; i < count; i++) text += `{"seq":${firstSeq + i},"message":"${"x".repeat(pad)}"}\n`;
    return text;
  };
}

async function readAll(from: Journal, after = 0, maxBytes = 1e6, maxEvents = 1e6): Promise<string> {
  let text = "";
  let seq = after;
  for (;;) {
    const part = await from.read(seq, maxBytes, maxEvents);
    if (!part) return text;
    expect(part.firstSeq).toBe(seq + 1);
    text += part.bytes.toString();
    seq = part.lastSeq;
  }
}

test("numbers are given in the order of calls and lines come back as they were", async () => {
  const j = await start();
  const [a, b] = await Promise.all([j.append(2, lines(2)), j.append(1, lines(1))]);
  expect([a, b]).toEqual([
    { firstSeq: 1, lastSeq: 2 },
    { firstSeq: 3, lastSeq: 3 },
  ]);
  expect(j.durableSeq).toBe(3);
  expect(await readAll(j)).toBe(lines(3)(1));
  expect(await j.read(3, 100, 100)).toBeUndefined();
});

test("a restart goes on with the next number", async () => {
  const first = await start();
  await first.append(5, lines(5));
  await first.close();
  const second = await start();
  expect(second.recovery).toMatchObject({ cutBytes: 0, cutBatches: 0 });
  expect(await second.append(1, lines(1))).toEqual({ firstSeq: 6, lastSeq: 6 });
  expect(await readAll(second)).toBe(lines(6)(1));
});

test("reads are split at line borders, by bytes and by events", async () => {
  const j = await start();
  await j.append(10, lines(10));
  const line = lines(1)(1).length;
  expect(await j.read(0, line * 3 + 5, 100)).toMatchObject({ firstSeq: 1, lastSeq: 3 });
  expect(await j.read(3, 1e6, 2)).toMatchObject({ firstSeq: 4, lastSeq: 5 });
  expect(await j.read(5, 1, 100)).toMatchObject({ firstSeq: 6, lastSeq: 6 });
});

test("segments roll, are compressed when the cursors have passed, and read the same", async () => {
  const j = await start({ segmentSizeBytes: 2_000, recentBytes: 0 });
  const cursor = await j.openCursor("store");
  for (let i = 0; i < 20; i++) await j.append(5, lines(5, 100));
  const before = await readAll(j);
  expect(j.stats().segments).toBeGreaterThan(3);
  await cursor.move(100);
  await j.maintain();
  expect((await readdir(dir)).filter((name) => name.endsWith(".gz")).length).toBe(0);
  nowMs += 60_000;
  await j.maintain();
  const names = await readdir(dir);
  expect(names.filter((name) => name.endsWith(".gz")).length).toBe(j.stats().segments - 1);
  expect(await readAll(j)).toBe(before);
  await j.close();
  expect(await readAll(await start({ recentBytes: 0 }), 37)).toBe(lines(63, 100)(38));
});

test("a segment goes when every cursor has passed it and the window is over, not before", async () => {
  const j = await start({ segmentSizeBytes: 1_000, windowMs: 1_000 });
  const store = await j.openCursor("store");
  const audit = await j.openCursor("audit");
  for (let i = 0; i < 10; i++) await j.append(5, lines(5, 100));
  await store.move(50);
  nowMs += 10_000;
  await j.maintain();
  expect(j.stats().oldestSeq).toBe(1);
  await audit.move(50);
  nowMs -= 9_500;
  await j.maintain();
  expect(j.stats().oldestSeq).toBe(1);
  nowMs += 9_500;
  await j.maintain();
  expect(j.stats()).toMatchObject({ segments: 1, lastSeq: 50 });
  await expect(j.read(0, 100, 100)).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_PAST_WINDOW" });
  await j.close();
  expect((await start()).lastSeq).toBe(50);
});

test("cursors survive a restart and one beyond the end is damage", async () => {
  const j = await start();
  await j.append(3, lines(3));
  const cursor = await j.openCursor("store");
  expect(cursor.seq).toBe(0);
  await Promise.all([cursor.move(1), cursor.move(2), cursor.move(3)]);
  await expect(cursor.move(4)).rejects.toThrow(RangeError);
  await j.close();
  const again = await start();
  expect((await again.openCursor("store")).seq).toBe(3);
  expect((await again.openCursor("late", "end")).seq).toBe(3);
  await again.dropCursor("late");
  expect(again.cursors()).toEqual([{ name: "store", seq: 3 }]);
  await again.close();
  for (const name of await readdir(dir)) if (name.startsWith("0")) await rm(`${dir}/${name}`);
  await expect(start()).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_DAMAGED" });
});

test("waiting for a number ends when it is durable, aborted or closed", async () => {
  const j = await start();
  const gate = new AbortController();
  const reached = j.waitFor(2, gate.signal);
  const aborted = j.waitFor(9, gate.signal);
  await j.append(2, lines(2));
  await reached;
  gate.abort(new Error("enough"));
  await expect(aborted).rejects.toThrow("enough");
  const closed = j.waitFor(9, new AbortController().signal);
  await Promise.all([expect(closed).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_CLOSED" }), j.close()]);
  await expect(j.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_CLOSED" });
});

test("listeners get each batch once, in order, after it is durable", async () => {
  const j = await start();
  const seen: string[] = [];
  const leave = j.onDurable((firstSeq, lastSeq, bytes) => seen.push(`${firstSeq}-${lastSeq}:${bytes.toString()}`));
  await j.append(2, lines(2));
  leave();
  await j.append(1, lines(1));
  expect(seen).toEqual([`1-2:${lines(2)(1)}`]);
});

test("more than may wait is refused before a number is given", async () => {
  const j = await start({ maxPendingBytes: 100 });
  const first = j.append(4, lines(4, 40));
  await expect(j.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_BUSY" });
  await first;
  expect(await j.append(1, lines(1))).toEqual({ firstSeq: 5, lastSeq: 5 });
});

test("lines that are not as many as announced take no number", async () => {
  const j = await start();
  await expect(j.append(3, lines(2))).rejects.toThrow(RangeError);
  await expect(j.append(1, () => '{"seq":1}')).rejects.toThrow(RangeError);
  await expect(
    j.append(1, () => {
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await j.append(1, lines(1))).toEqual({ firstSeq: 1, lastSeq: 1 });
});

test("numbers near the end of exact integers stay exact", async () => {
  const firstSeq = Number.MAX_SAFE_INTEGER - 10;
  const j = await start({ firstSeq, segmentSizeBytes: 50 });
  for (let i = 0; i < 5; i++) await j.append(2, lines(2));
  expect(j.lastSeq).toBe(firstSeq + 9);
  await j.close();
  const again = await start();
  expect(await readAll(again, firstSeq - 1)).toBe(lines(10)(firstSeq));
  await expect(again.append(2, lines(2))).rejects.toThrow("no numbers left");
});

test("a copy made under way holds what was durable, and opens", async () => {
  const j = await start({ segmentSizeBytes: 2_000 });
  const cursor = await j.openCursor("store");
  for (let i = 0; i < 10; i++) await j.append(5, lines(5, 100));
  await cursor.move(20);
  await j.maintain();
  const appending = Array.from({ length: 50 }, () => j.append(5, lines(5, 100)));
  const [copy] = await Promise.all([j.copyTo(`${dir}/copy`), cursor.move(50), j.maintain(), ...appending]);
  expect(copy.lastSeq).toBeGreaterThanOrEqual(50);
  await j.close();
  const copied = await start({ dir: `${dir}/copy` });
  expect(copied.recovery).toEqual({ cutBytes: 0, cutBatches: 0, cutIndexBytes: 0 });
  expect(copied.lastSeq).toBe(copy.lastSeq);
  expect(await readAll(copied)).toBe(lines(copy.lastSeq, 100)(1));
  expect((await copied.openCursor("store")).seq).toBeLessThanOrEqual(copy.lastSeq);
});

test("sidecar lines have the documented shape", async () => {
  const j = await start();
  await j.append(2, lines(2));
  const [header, entry] = (await readFile(`${dir}/0000000000000001.idx`, "utf8")).split("\n");
  expect(header).toMatch(/^daybook-journal-index 1 1 [0-9a-f]{8}$/);
  expect(entry).toMatch(/^0 \d+ 1 2 1 \d+ [0-9a-f]{8} [0-9a-f]{8}$/);
});
