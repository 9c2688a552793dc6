import { existsSync, mkdirSync, mkdtempSync, rmSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Store } from "./store.ts";
import { createTableSql } from "./schema.ts";
import { retentionDays } from "./retention.ts";
import { settled, startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { record, records } from "./test-support/records.ts";

let installation: TestInstallation;
const open: Store[] = [];

beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());
beforeEach(() => installation.reset());
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});

async function opened(...args: Parameters<TestInstallation["open"]>): Promise<Store> {
  const store = await installation.open(...args);
  open.push(store);
  return store;
}

it("rebuilds the table from the journal, keeps what is older, and goes on", async () => {
  const journal = new MemoryJournal();
  journal.append(...records(1, 500));
  const store = await opened(journal);
  await settled(store, journal);
  // Somebody has damaged the table, and the journal has given up its oldest events.
  await installation.sql.command({
    query: "ALTER TABLE daybook.logs DELETE WHERE seq IN (250, 400)",
    clickhouse_settings: { mutations_sync: "1" },
  });
  journal.oldestSeq = 201;
  const shares: number[] = [];
  expect(await store.rebuild((share) => shares.push(share))).toEqual({ from_journal: 300, copied: 200 });
  expect(shares.at(-1)).toBe(1);
  journal.append(...records(501, 510));
  await settled(store, journal);
  expect((await store.search({ limit: 0 })).total).toBe(510);
  expect(await store.getBySeq(400)).toBe(journal.text(400));
  expect(await store.getBySeq(100)).toBe(journal.text(100));
});

it("backs up while events come in, and a start with the copy goes on from there", async () => {
  const journal = new MemoryJournal();
  journal.append(...records(1, 300));
  const store = await opened(journal);
  await settled(store, journal);
  const copy = mkdtempSync(join(tmpdir(), "daybook-backup-"));
  try {
    const { searchableSeq } = await store.backup(copy, () => undefined);
    expect(searchableSeq).toBe(300);
    journal.append(...records(301, 350));
    await settled(store, journal);
    await open.pop()?.close();
    await installation.reset();
    const restoredState = join(installation.dataDir, "restored-state");
    cpSync(join(copy, "state"), restoredState, { recursive: true });
    const again = await opened(journal, { stateDir: restoredState });
    await settled(again, journal);
    expect((await again.search({ limit: 0 })).total).toBe(350);
    expect(await again.getBySeq(123)).toBe(journal.text(123));
    expect(existsSync(join(restoredState, "store-backup"))).toBe(false);
    rmSync(restoredState, { recursive: true });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

it("drops what is older than its class is kept, and keeps the rest", async () => {
  const journal = new MemoryJournal();
  const daysAgo = (days: number): string =>
    `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}.000000Z`;
  journal.append(
    ...records(1, 100, () => ({ level: "DEBUG", event_type: "own", collected_at: daysAgo(3) })),
    ...records(1, 50, () => ({ level: "DEBUG", event_type: "own", collected_at: daysAgo(0) })),
    ...records(1, 40, () => ({ level: "DEBUG", event_type: "order_filled", collected_at: daysAgo(300) })),
    // Imported history: its own time does not count.
    record(1, { timestamp: "1970-01-01T00:00:00.000000Z", level: "INFO", event_type: "own", collected_at: daysAgo(0) }),
    record(1, { event_type: "config_changed", collected_at: daysAgo(9_000) }),
  );
  await settled(await opened(journal), journal);
  await installation.sql.command({ query: "OPTIMIZE TABLE daybook.logs FINAL" });
  const bytes = "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = 'daybook'";
  const [before] = await installation.rows<{ bytes: number }>(bytes);
  await open.pop()?.close();
  await opened(journal, { retention: { debug: 1 } });
  await installation.sql.command({
    query: "ALTER TABLE daybook.logs MATERIALIZE TTL",
    clickhouse_settings: { mutations_sync: "1" },
  });
  await installation.sql.command({ query: "OPTIMIZE TABLE daybook.logs FINAL" });
  expect(
    await installation.rows(
      "SELECT retention_class AS class, count() AS count FROM daybook.logs GROUP BY class ORDER BY class",
    ),
  ).toEqual([
    { class: "debug", count: 50 },
    { class: "forever", count: 1 },
    { class: "info", count: 1 },
    { class: "trade", count: 40 },
  ]);
  const [after] = await installation.rows<{ bytes: number }>(bytes);
  expect(after?.bytes).toBeLessThan(before?.bytes as number);
});

it("changes retention times of a table that is there", async () => {
  const first = await opened(new MemoryJournal());
  expect(first.engineVersion).toMatch(/^\d+\.\d+/);
  await open.pop()?.close();
  await opened(new MemoryJournal(), { retention: { debug: 3, info: 4 } });
  const [table] = await installation.rows<{ sql: string; comment: string }>(
    "SELECT create_table_query AS sql, comment FROM system.tables WHERE database = 'daybook' AND name = 'logs'",
  );
  expect(table?.sql).toContain("[3, 4, 90, 365, 1095]");
  expect(JSON.parse(table?.comment ?? "{}")).toEqual({ schema: 1, retention: retentionDays({ debug: 3, info: 4 }) });
});

it("refuses a table that a newer version made", async () => {
  await installation.sql.command({ query: "CREATE DATABASE daybook" });
  const sql = createTableSql("daybook.logs", { retention: retentionDays() }).replace('"schema":1', '"schema":99');
  await installation.sql.command({ query: sql });
  await expect(opened(new MemoryJournal())).rejects.toMatchObject({ code: "DAYBOOK_STORE_SCHEMA" });
});

it("finds words in parts with and without their index alike", async () => {
  const journal = new MemoryJournal();
  journal.append(
    ...records(1, 200, (n) => ({ message: n % 10 === 0 ? "ÜBER naïve connection timed-out" : "all well" })),
  );
  const store = await opened(journal);
  await settled(store, journal);
  const find = async (query: string): Promise<number | null> => (await store.search({ limit: 0, query })).total;
  expect(await find("über NAÏVE")).toBe(20);
  await installation.sql.command({ query: "OPTIMIZE TABLE daybook.logs FINAL" });
  journal.append(
    ...records(201, 300, (n) => ({ message: n % 10 === 0 ? "ÜBER naïve connection timed-out" : "all well" })),
  );
  await settled(store, journal);
  expect([await find("über NAÏVE"), await find('"timed out"'), await find("naiv")]).toEqual([30, 30, 0]);
});

it("keeps its files in the state directory", async () => {
  const stateDir = join(installation.dataDir, "own-state");
  mkdirSync(stateDir);
  const journal = new MemoryJournal();
  journal.append(record(1));
  const store = await opened(journal, { stateDir });
  await settled(store, journal);
  expect(existsSync(join(stateDir, "store-intent.json"))).toBe(true);
});
