import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogRecord } from "@daybook/protocol";
import { filterCondition } from "./filter.ts";
import { upTo } from "./search.ts";
import type { Store } from "./store.ts";
import { settled, startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { RECORDS_START_MS, record, records } from "./test-support/records.ts";

const TOTAL = 3_000;
const NOW_MS = RECORDS_START_MS + 3_600_000;

let installation: TestInstallation;
let store: Store;
const journal = new MemoryJournal();

beforeAll(async () => {
  installation = await startInstallation();
  // Ten events share each second, so that the order within it is the journal's.
  journal.append(
    ...records(1, TOTAL, (n) => ({
      timestamp: record(Math.floor(n / 10)).timestamp,
      producer: `bot-${n % 3}`,
      ...(n % 4 === 0
        ? { symbol: "BTCUSDT", data: { endpoint: n % 8 === 0 ? "/orders" : "/positions", nested: { code: n % 3 } } }
        : {}),
    })),
  );
  store = await installation.open(journal, { clock: { nowMs: () => NOW_MS } });
  await settled(store, journal);
});
afterAll(async () => {
  await store.close();
  await installation.close();
});

const seqs = (lines: readonly string[]): number[] => lines.map((line) => (JSON.parse(line) as LogRecord).seq);
const expected = (keep: (n: number) => boolean): number[] =>
  Array.from({ length: TOTAL }, (_, at) => at + 1).filter(keep);

describe("search", () => {
  it("gives the newest first, as exact lines", async () => {
    const { lines, total, as_of_seq } = await store.search({ limit: 3 });
    expect(lines).toEqual([journal.text(TOTAL), journal.text(TOTAL - 1), journal.text(TOTAL - 2)]);
    expect(total).toBeNull();
    expect(as_of_seq).toBe(TOTAL);
  });

  it.each(["asc", "desc"] as const)("pages through everything once, %s", async (order) => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.search({ order, limit: 700, service: "trading-engine", ...(cursor ? { cursor } : {}) });
      found.push(...seqs(page.lines));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    const all = expected((n) => n % 2 === 0);
    expect(found).toEqual(order === "asc" ? all : all.toReversed());
  });

  it("counts when asked, and then needs no events", async () => {
    expect(await store.search({ limit: 0, level: "ERROR" })).toEqual({
      lines: [],
      total: 600,
      next_cursor: null,
      as_of_seq: TOTAL,
    });
    const { lines, total, next_cursor } = await store.search({ limit: 1, level: "ERROR", total: "exact" });
    expect([lines.length, total, next_cursor !== null]).toEqual([1, 600, true]);
  });

  it("includes start_time and leaves out end_time, absolute or relative to now", async () => {
    const start_time = new Date(RECORDS_START_MS + 100_000).toISOString();
    const end_time = new Date(RECORDS_START_MS + 101_000).toISOString();
    const absolute = await store.search({ start_time, end_time, order: "asc" });
    expect(seqs(absolute.lines)).toEqual(expected((n) => Math.floor(n / 10) === 100));
    const relative = await store.search({ start_time: "now-3500s", end_time: "now-3499s", order: "asc" });
    expect(relative.lines).toEqual(absolute.lines);
  });

  it("reads the search language", async () => {
    const { total } = await store.search({
      limit: 0,
      query: "event many level:>=ERROR category:trade data.endpoint:/orders",
    });
    expect(total).toBe(expected((n) => n % 5 === 0 && n % 3 === 0 && n % 8 === 0).length);
    await expect(store.search({ query: "level:(" })).rejects.toMatchObject({ code: "DAYBOOK_QUERY_SYNTAX" });
  });

  it.each(["event", "event many", "event NOT many", '"event number"'])(
    "asks the indexes for %s, also beside the bound on numbers",
    async (query) => {
      const { where, params } = upTo(filterCondition({ query }, NOW_MS), TOTAL);
      const answer = await installation.sql.query({
        query: `EXPLAIN indexes = 1 SELECT count() FROM daybook.logs WHERE ${where}`,
        query_params: params,
        format: "TabSeparated",
      });
      // By the index's name in the list of skipped granules, or by the column that is read from it.
      expect(await answer.text()).toMatch(/Name: words|__text_index_words/);
    },
  );

  it("refuses what it cannot read, naming the parameter", async () => {
    const code = "DAYBOOK_STORE_PARAMETER";
    await expect(store.search({ limit: 1_001 })).rejects.toMatchObject({ code, extra: { parameter: "limit" } });
    await expect(store.search({ level: "LOUD" })).rejects.toMatchObject({ code, extra: { parameter: "level" } });
    await expect(store.search({ start_time: "yesterday" })).rejects.toMatchObject({
      code,
      extra: { parameter: "start_time" },
    });
    await expect(store.search({ end_time: "2024) OR (service:x" })).rejects.toMatchObject({
      code,
      extra: { parameter: "end_time" },
    });
    const { next_cursor } = await store.search({ limit: 1 });
    await expect(store.search({ limit: 1, cursor: next_cursor as string, order: "asc" })).rejects.toMatchObject({
      code: "DAYBOOK_STORE_CURSOR",
    });
  });

  it("shows one moment: what comes later is in no page, and not in the count", async () => {
    const before = await store.search({ limit: 10, order: "asc", query: "moment" });
    const page = await store.search({ limit: 2 });
    await installation.sql.command({
      query:
        "INSERT INTO daybook.logs (seq, timestamp, level, message, collected_at) VALUES (3001, '2026-01-15 11:00:00', 'INFO', 'moment', now64(6))",
    });
    expect((await store.search({ limit: 10, query: "moment" })).lines).toEqual(before.lines);
    const next = await store.search({ limit: 2, cursor: page.next_cursor as string });
    expect(seqs(next.lines)).toEqual([TOTAL - 2, TOTAL - 3]);
    await installation.sql.command({
      query: "ALTER TABLE daybook.logs DELETE WHERE seq > 3000",
      clickhouse_settings: { mutations_sync: "1" },
    });
  });
});

describe("one event", () => {
  it("is found by id and by number", async () => {
    const { id } = JSON.parse(journal.text(1_234)) as LogRecord;
    expect(await store.getById(id)).toBe(journal.text(1_234));
    expect(await store.getBySeq(1_234)).toBe(journal.text(1_234));
    expect(await store.getById("no such id")).toBeUndefined();
  });

  it("has neighbours in the journal's order", async () => {
    const { id } = JSON.parse(journal.text(1_500)) as LogRecord;
    const all = await store.context(id, { before: 2, after: 3, scope: "all" });
    expect([seqs(all?.before ?? []), seqs([all?.event ?? ""]), seqs(all?.after ?? [])]).toEqual([
      [1_498, 1_499],
      [1_500],
      [1_501, 1_502, 1_503],
    ]);
    const producer = await store.context(id, { before: 2, after: 1, scope: "producer" });
    expect([seqs(producer?.before ?? []), seqs(producer?.after ?? [])]).toEqual([[1_494, 1_497], [1_503]]);
    const service = await store.context(id, { before: 1, after: 1, scope: "service" });
    expect([seqs(service?.before ?? []), seqs(service?.after ?? [])]).toEqual([[1_498], [1_502]]);
    expect(await store.context("no such id", { before: 1, after: 1, scope: "all" })).toBeUndefined();
  });

  it("has fewer neighbours at the ends", async () => {
    const [first, last] = [1, TOTAL].map((seq) => (JSON.parse(journal.text(seq)) as LogRecord).id);
    expect((await store.context(first as string, { before: 5, after: 0, scope: "service" }))?.before).toEqual([]);
    expect((await store.context(last as string, { before: 0, after: 5, scope: "all" }))?.after).toEqual([]);
  });
});

describe("figures", () => {
  it("histogram: equal steps, empty ones included, nothing lost", async () => {
    const found = await store.histogram({ buckets: 10, query: "level:ERROR" });
    expect([found.interval_ms, found.buckets.length]).toEqual([60_000, 6]);
    expect(found.total).toBe(600);
    expect(found.buckets.reduce((sum, { counts }) => sum + (counts.ERROR ?? 0), 0)).toBe(600);
    const wide = await store.histogram({
      start_time: "2026-01-15T09:00:00Z",
      end_time: "2026-01-15T12:00:00Z",
      buckets: 180,
    });
    expect([wide.interval_ms, wide.buckets.length, wide.start_time, wide.end_time, wide.total]).toEqual([
      60_000,
      180,
      "2026-01-15T09:00:00.000000Z",
      "2026-01-15T12:00:00.000000Z",
      TOTAL,
    ]);
    expect(wide.buckets[0]).toEqual({ time: "2026-01-15T09:00:00.000000Z", counts: {} });
    expect((await store.histogram({ query: "nothing-like-this" })).buckets).toEqual([]);
  });

  it("facets: counts of values, of the rest and of events without", async () => {
    const { facets } = await store.facets({
      fields: ["service", "category", "data.endpoint", "data.nested.code", "symbol"],
      limit: 1,
    });
    expect(facets).toEqual([
      { field: "service", values: [{ value: "api-gateway", count: 1_500 }], other: 1_500, missing: 0 },
      { field: "category", values: [{ value: "api", count: 2_000 }], other: 1_000, missing: 0 },
      { field: "data.endpoint", values: [{ value: "/orders", count: 375 }], other: 375, missing: 2_250 },
      { field: "data.nested.code", values: [{ value: "0", count: 250 }], other: 500, missing: 2_250 },
      { field: "symbol", values: [{ value: "BTCUSDT", count: 750 }], other: 0, missing: 2_250 },
    ]);
    await expect(store.facets({ fields: ["message"], limit: 5 })).rejects.toMatchObject({
      code: "DAYBOOK_STORE_PARAMETER",
    });
    expect((await store.facets({ fields: ["data.a') OR 1=1 --"], limit: 5 })).facets[0]?.missing).toBe(TOTAL);
  });

  it("stats: sums of the range, and of the one before", async () => {
    const day = await store.stats("24h");
    expect([day.total, day.errors, day.by_level]).toEqual([TOTAL, 600, { INFO: 2_400, ERROR: 600 }]);
    expect(day.by_service).toEqual([
      { value: "api-gateway", count: 1_500 },
      { value: "trading-engine", count: 1_500 },
    ]);
    expect(day.error_trend.length).toBe(48);
    expect(day.error_trend.reduce((sum, { total }) => sum + total, 0)).toBe(TOTAL);
    expect(day.previous).toEqual({ total: 0, errors: 0 });
    const hour = await store.stats("1h");
    expect([hour.total, hour.error_trend[0]?.total]).toEqual([TOTAL, 599]);
  });
});
