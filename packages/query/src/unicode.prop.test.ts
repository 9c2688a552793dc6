import type { LogRecord } from "@daybook/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileQuery, toClickHouse } from "./index.ts";
import type { Query } from "./index.ts";
import { openEngine } from "./test-support/engine.ts";
import { fillEventTable } from "./test-support/event-table.ts";

/** Blocks with case, marks, digits and signs of many scripts, as they were in Unicode 13: the engines' versions differ. */
const BLOCKS = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x250, 0x294],
  [0x2b0, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x531, 0x586],
  [0x5d0, 0x5ea],
  [0x620, 0x669],
  [0x905, 0x939],
  [0xe01, 0xe3a],
  [0x10a0, 0x10c5],
  [0x10d0, 0x10fa],
  [0x13a0, 0x13f5],
  [0x1c90, 0x1cba],
  [0x1e00, 0x1eff],
  [0x1f00, 0x1f15],
  [0x1f80, 0x1faf],
  [0x2000, 0x206f],
  [0x2100, 0x218b],
  [0x2460, 0x24ff],
  [0x2c60, 0x2c7f],
  [0x3041, 0x30ff],
  [0x4e00, 0x4eff],
  [0xa640, 0xa66d],
  [0xab70, 0xabbf],
  [0xac00, 0xacff],
  [0xfb00, 0xfb06],
  [0xff10, 0xff5a],
  [0x10400, 0x1044f],
  [0x118a0, 0x118df],
  [0x1d400, 0x1d454],
  [0x1e900, 0x1e943],
  [0x1f600, 0x1f64f],
] as const;

const character = fc
  .constantFrom(...BLOCKS)
  .chain(([first, last]) => fc.integer({ min: first, max: last }))
  .map((code) => String.fromCodePoint(code));
const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: character }, fc.constantFrom(" ", "Σ", "İ", "\u0301")), { maxLength: 24 })
  .map((all) => all.join(""));

const seed = Number(process.env["DAYBOOK_PROPERTY_SEED"] ?? 7);
const RUNS = Number(process.env["DAYBOOK_PROPERTY_RUNS"] ?? 200);
const engine = openEngine();
const records: LogRecord[] = fc.sample(text, { seed, numRuns: 300 }).map((message, at) => ({
  seq: at + 1,
  timestamp: "2024-01-15T10:30:45.123456Z",
  collected_at: "2024-01-15T10:30:45.123456Z",
  level: "INFO",
  service: "s",
  event_type: "log",
  id: `e${at}`,
  message,
}));

beforeAll(() => fillEventTable(engine, "events", [records.slice(0, 150), records.slice(150)]));
afterAll(() => engine.close());

/** A piece of some message, in one case or the other. */
const piece = fc
  .record({
    message: fc.constantFrom(...records.map((record) => record.message)),
    from: fc.nat({ max: 20 }),
    length: fc.integer({ min: 1, max: 8 }),
    change: fc.constantFrom(
      (s: string) => s,
      (s: string) => s.toUpperCase(),
      (s: string) => s.toLowerCase(),
    ),
  })
  .map(({ message, from, length, change }) => change([...message].slice(from, from + length).join("")))
  .filter((found) => found !== "");

const query: fc.Arbitrary<Query> = fc.oneof(
  fc.record({
    kind: fc.constant("text" as const),
    field: fc.constantFrom(null, "message" as const),
    text: piece,
    prefix: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("pattern" as const),
    field: fc.constant(null),
    parts: piece.map((part) => ["", part, ""]),
  }),
);

test("words, beginnings and parts are the same in the store and in the predicate in every script", async () => {
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      const matches = compileQuery(asked);
      const found = records.filter((record) => matches(record)).map((record) => record.message);
      const { where, params } = toClickHouse(asked);
      const [stored] = await engine.query(`SELECT message FROM events WHERE ${where} ORDER BY seq`, params);
      expect(stored ?? []).toEqual(found);
    }),
    { seed, numRuns: RUNS },
  );
}, 120_000);
