import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { encodeRecord } from "@daybook/protocol";
import type { Store } from "./store.ts";
import { settled, startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { startProxy } from "./test-support/proxy.ts";
import { record, records } from "./test-support/records.ts";

let installation: TestInstallation;
let store: Store | undefined;

beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());
beforeEach(() => installation.reset());
afterEach(async () => {
  await store?.close();
  store = undefined;
});

interface Counts {
  count: number;
  distinct: number;
  last: number;
}

async function counts(): Promise<Counts | undefined> {
  const [row] = await installation.rows<Counts>(
    "SELECT count() AS count, uniqExact(seq) AS distinct, max(seq) AS last FROM daybook.logs",
  );
  return row;
}

it("loses and doubles nothing when inserts vanish, or are done and their answers vanish", async () => {
  const proxy = await startProxy(() => installation.engine.url);
  try {
    const journal = new MemoryJournal();
    journal.append(...records(1, 600));
    proxy.fates = ["done, answer lost", "pass", "lost", "done, answer lost", "lost", "done, answer lost"];
    store = await installation.open(journal, { url: proxy.url, maxBatchEvents: 100 });
    await settled(store, journal);
    expect(await counts()).toEqual({ count: 600, distinct: 600, last: 600 });
    expect(proxy.fates).toEqual([]);
    expect(store.lastError).toBeNull();
    expect(installation.faults).toEqual([]);
  } finally {
    await store?.close();
    store = undefined;
    await proxy.close();
  }
});

it("settles at the next start what was in doubt at the last", async () => {
  const proxy = await startProxy(() => installation.engine.url);
  const journal = new MemoryJournal();
  journal.append(...records(1, 50));
  proxy.fates = ["done, then cut off"];
  const first = await installation.open(journal, { url: proxy.url });
  await proxy.cutOff;
  await first.close();
  await proxy.close();
  expect(journal.cursors.get("store")?.seq).toBe(0);
  // The same range must be repeated though more could be taken now.
  journal.append(...records(51, 80));
  store = await installation.open(journal);
  await settled(store, journal);
  expect(await counts()).toEqual({ count: 80, distinct: 80, last: 80 });
});

it("puts a row aside that the engine cannot take, and keeps its neighbours", async () => {
  const journal = new MemoryJournal();
  const lines = records(1, 300).map((each) => encodeRecord(each));
  lines[76] =
    lines[76]
      ?.replace('"level":"ERROR"', '"level":"ERROR","pid":1.5')
      .replace('"level":"INFO"', '"level":"INFO","pid":1.5') ?? "";
  lines[200] = (lines[200] as string).replace("2026-01-15T", "2026-13-45T");
  journal.appendLines(...lines);
  store = await installation.open(journal);
  await settled(store, journal);
  expect(await counts()).toEqual({ count: 298, distinct: 298, last: 300 });
  expect(store.readerStats().poisoned).toBe(2);
  const aside = readFileSync(join(installation.stateDir, "poison", "store.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  expect(aside.map((line) => (JSON.parse(line) as { seq: number; line: string }).line)).toEqual([
    lines[76],
    lines[200],
  ]);
  expect(installation.faults.map((error) => error.message)).toEqual([
    expect.stringContaining("Event 77 was put aside"),
    expect.stringContaining("Event 201 was put aside"),
  ]);
});

it("goes on after kill -9 of the engine in the middle of inserts", async () => {
  const journal = new MemoryJournal();
  store = await installation.open(journal, { maxBatchEvents: 400 });
  for (let round = 1; round <= 5; round++) {
    journal.append(...records((round - 1) * 2_000 + 1, round * 2_000));
    await store.waitSearchable((round - 1) * 2_000 + round * 130, 25_000);
    process.kill(installation.engine.pid as number, "SIGKILL");
    await settled(store, journal);
  }
  expect(await counts()).toEqual({ count: 10_000, distinct: 10_000, last: 10_000 });
  expect(installation.engine.restarts).toBeGreaterThanOrEqual(5);
  expect(installation.faults).toEqual([]);
}, 60_000);

it("gives the engine again what it lost, and does not double what the cursor forgot", async () => {
  const journal = new MemoryJournal();
  journal.append(...records(1, 100));
  const first = await installation.open(journal);
  await settled(first, journal);
  await first.close();
  // The table is put back to an older state.
  await installation.sql.command({
    query: "ALTER TABLE daybook.logs DELETE WHERE seq > 60",
    clickhouse_settings: { mutations_sync: "1" },
  });
  const second = await installation.open(journal);
  await settled(second, journal);
  expect(await counts()).toEqual({ count: 100, distinct: 100, last: 100 });
  await second.close();
  // The cursor is put back to an older state, and the next batch has other bounds than the rows had.
  await journal.cursors.get("store")?.move(30);
  journal.append(...records(101, 120));
  store = await installation.open(journal);
  await settled(store, journal);
  expect(await counts()).toEqual({ count: 120, distinct: 120, last: 120 });
});

it("finds a row that cannot be read among rows that are in already", async () => {
  const journal = new MemoryJournal();
  const lines = records(1, 40).map((each) => encodeRecord(each));
  lines[19] = (lines[19] as string).replace("2026-01-15T", "2026-13-45T");
  journal.appendLines(...lines.slice(0, 10));
  const first = await installation.open(journal);
  await settled(first, journal);
  await first.close();
  // As after a cursor and the rows put aside were put back to an older state by hand.
  await journal.cursors.get("store")?.move(0);
  journal.appendLines(...lines.slice(10));
  store = await installation.open(journal);
  await settled(store, journal);
  expect(await counts()).toEqual({ count: 39, distinct: 39, last: 40 });
  expect(store.readerStats().poisoned).toBe(1);
});

it("says that the engine is away, and catches up when it is back", async () => {
  const journal = new MemoryJournal();
  await installation.engine.stop();
  store = await installation.open(journal);
  journal.append(record(1));
  expect(await store.waitSearchable(1, 300)).toBe(false);
  expect(store.lastError).toMatch(/ECONNREFUSED|connect/);
  await expect(store.search({})).rejects.toMatchObject({ code: "DAYBOOK_STORE_UNAVAILABLE" });
  await installation.engine.restart();
  await settled(store, journal);
  expect(store.lastError).toBeNull();
  expect((await store.search({})).lines).toEqual([journal.text(1)]);
});
