import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { erasedLine } from "@daybook/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Store } from "./store.ts";
import { settled, startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { record } from "./test-support/records.ts";

const SUBJECT = "0123456789abcdef0123456789abcdef";

let installation: TestInstallation;
const open: Store[] = [];
beforeAll(async () => void (installation = await startInstallation()));
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

const users = ["ada", "bob", 'it\'s \\ "ada"', undefined];
const events = Array.from({ length: 400 }, (_, at) => {
  const user_id = users[at % 4];
  return record(at + 1, {
    ...(user_id === undefined ? {} : { user_id }),
    producer: "p",
    level: "INFO",
    event_type: "api_call",
  });
});

const counts = () =>
  installation.rows<{ user_id: string; n: number }>(
    "SELECT user_id, toUInt32(count()) AS n FROM daybook.logs GROUP BY user_id ORDER BY user_id",
  );

it("takes the rows of one subject up to a number, and no part of before is left", async () => {
  const journal = new MemoryJournal();
  journal.append(...events);
  const store = await opened(journal);
  await settled(store, journal);
  const target = { field: "user_id", value: 'it\'s \\ "ada"', upToSeq: 203 } as const;
  const [found] = await store.countErasable(target);
  expect(found).toMatchObject({ events: 51, first_seq: 3, last_seq: 203 });
  expect(found?.newest).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const shares: number[] = [];
  await store.erase(target, (share) => shares.push(share));
  expect(shares.at(-1)).toBe(1);
  const left = Object.fromEntries((await counts()).map(({ user_id, n }) => [user_id, n]));
  expect(left).toEqual({ "": 100, ada: 100, bob: 100, [target.value]: 49 });
  expect(await store.countErasable(target)).toEqual([]);
  await store.erase(target, () => undefined);
  const producer = { field: "producer", value: "p", upToSeq: 400 } as const;
  await store.erase(producer, () => undefined);
  expect((await counts()).map(({ user_id }) => user_id)).toEqual(["ada", "bob", target.value].toSorted());
  const old = await installation.rows(
    `SELECT name FROM system.parts WHERE table = 'logs' AND NOT active AND data_version <
      (SELECT max(arrayMax(block_numbers.number)) FROM system.mutations WHERE table = 'logs')`,
  );
  expect(old).toEqual([]);
}, 120_000);

it("empties what was put aside", async () => {
  const store = await opened(new MemoryJournal());
  const file = join(installation.stateDir, "poison", "store.ndjson");
  const entry = (seq: number, user_id: string) =>
    JSON.stringify({ seq, error: "no", at: "then", line: JSON.stringify({ seq, user_id, producer: "p" }) });
  writeFileSync(file, `${[entry(1, "ada"), entry(2, "bob"), entry(9, "ada")].join("\n")}\n`);
  await store.erase({ field: "user_id", value: "ada", upToSeq: 5 }, () => undefined);
  const lines = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { seq: number; line: string });
  expect(lines.map(({ seq, line }) => [seq, line.includes("ada")])).toEqual([
    [1, false],
    [2, false],
    [9, true],
  ]);
  expect(readdirSync(join(installation.stateDir, "poison"))).toEqual(["store.ndjson"]);
}, 60_000);

it("has no rows for erased lines, when it catches up, repeats an insert, or is made anew", async () => {
  const journal = new MemoryJournal();
  journal.append(...events.slice(0, 90));
  for (const seq of [3, 30, 90]) journal.lines[seq - 1] = Buffer.from(`${erasedLine({ seq, subject: SUBJECT })}\n`);
  const store = await opened(journal, { erasedUpTo: () => 90 });
  await settled(store, journal);
  const count = async () => (await counts()).reduce((sum, { n }) => sum + n, 0);
  expect(await count()).toBe(87);
  expect(await store.rebuild(() => undefined)).toMatchObject({ from_journal: 87 });
  expect(await count()).toBe(87);
  journal.append(...events.slice(90, 100));
  await settled(store, journal);
  expect([await count(), store.lastError]).toEqual([97, null]);
}, 60_000);
