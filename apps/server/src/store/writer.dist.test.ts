import { afterAll, beforeAll, expect, it } from "vitest";
import { EVENT_TYPES, LEVELS, LEVEL_RANK, categoryOf, encodeRecord, retentionClassOf } from "@daybook/protocol";
import type { Intent } from "./intent.ts";
import { createTable } from "./migrate.ts";
import { PoisonFile } from "./poison.ts";
import { retentionDays } from "./retention.ts";
import { StoreClient } from "./store-client.ts";
import { startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { record, records } from "./test-support/records.ts";
import { IntentWriter } from "./writer.ts";

let installation: TestInstallation;
let client: StoreClient;
let writer: IntentWriter;
const faults: Error[] = [];

beforeAll(async () => {
  installation = await startInstallation();
  const { url, username, password } = installation.engine;
  client = new StoreClient({ url, username, password });
  await client.command("CREATE DATABASE daybook");
  await createTable(client, "daybook.logs", {
    retention: retentionDays({ debug: null, info: null, warning: null, error: null, trade: null }),
  });
  let token = 0;
  writer = new IntentWriter({
    client,
    poison: new PoisonFile(installation.stateDir),
    erasedUpTo: () => 0,
    newToken: () => `token-${token++}`,
    onFault: (error) => faults.push(error),
  });
});
afterAll(async () => {
  await client.close();
  await installation.close();
});

function lines(from: number, to: number): Buffer {
  return Buffer.from(
    records(from, to)
      .map((each) => `${encodeRecord(each)}\n`)
      .join(""),
  );
}

it("adds nothing when the same intent is inserted again, whatever its size and classes", async () => {
  for (const [from, to] of [
    [1, 1],
    [2, 100],
    [101, 40_000],
  ] as const) {
    const intent: Intent = { from, to, token: `same-${from}`, indexed: to - from > 10_000 };
    for (let time = 0; time < 3; time++) await writer.insert(intent, lines(from, to));
    expect(await writer.rowsOf(intent)).toBe(to - from + 1);
  }
});

it("takes only the missing part when one class of an insert is in and another is not", async () => {
  const intent: Intent = { from: 50_001, to: 50_100, token: "half", indexed: false };
  await writer.insert(intent, lines(50_001, 50_100));
  // As after a crash between two parts: the class is gone, and its token with it only where the part was never made.
  await client.command(
    "ALTER TABLE daybook.logs DELETE WHERE seq BETWEEN 50001 AND 50100 AND retention_class = 'trade'",
    { mutations_sync: 1 },
  );
  expect(await writer.rowsOf(intent)).toBeLessThan(100);
  await writer.repeat(intent, lines(50_001, 50_100));
  expect(await writer.rowsOf(intent)).toBe(100);
  expect(faults.length).toBe(1);
});

it("writes a range anew in which rows are doubled", async () => {
  const intent: Intent = { from: 60_001, to: 60_010, token: "double", indexed: false };
  await writer.insert(intent, lines(60_001, 60_010));
  await writer.insert({ ...intent, token: "another" }, lines(60_001, 60_010));
  expect(await writer.rowsOf(intent)).toBe(20);
  await writer.repeat(intent, lines(60_001, 60_010));
  expect(await writer.rowsOf(intent)).toBe(10);
});

it("has the protocol's retention class, category and rank for every event type and level", async () => {
  const types = [...Object.keys(EVENT_TYPES), "a type of one's own", ""];
  const combinations = types.flatMap((event_type) => LEVELS.map((level) => ({ event_type, level })));
  const from = 70_001;
  const batch = combinations.map((changes, at) => `${encodeRecord(record(from + at, changes))}\n`).join("");
  await writer.insert(
    { from, to: from + combinations.length - 1, token: "classes", indexed: false },
    Buffer.from(batch),
  );
  const found = await installation.rows(
    `SELECT event_type, level, retention_class, category, level_rank FROM daybook.logs WHERE seq >= ${from} ORDER BY seq`,
  );
  expect(found).toEqual(
    combinations.map(({ event_type, level }) => ({
      event_type,
      level,
      retention_class: retentionClassOf(event_type, level),
      category: categoryOf(event_type),
      level_rank: LEVEL_RANK[level],
    })),
  );
});
