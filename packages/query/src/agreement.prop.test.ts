import type { LogRecord } from "@daybook/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileQuery, printQuery, toClickHouse } from "./index.ts";
import type { Query } from "./index.ts";
import { RECORD } from "./test-support/arbitrary-record.ts";
import { QUERY } from "./test-support/arbitrary-query.ts";
import { openEngine } from "./test-support/engine.ts";
import { fillEventTable } from "./test-support/event-table.ts";

const RECORDS = 600;
const RUNS = Number(process.env["DAYBOOK_PROPERTY_RUNS"] ?? 300);
const seed = Number(process.env["DAYBOOK_PROPERTY_SEED"] ?? 20_240_115);

const engine = openEngine();
const records: LogRecord[] = fc
  .sample(RECORD, { seed, numRuns: RECORDS })
  .map((record, at) => ({ ...record, seq: at + 1 }));

beforeAll(async () => {
  await fillEventTable(engine, "events", [records.slice(0, 100), records.slice(100, 590), records.slice(590)]);
});

afterAll(() => engine.close());

async function stored(query: Query, settings: string): Promise<number[]> {
  const { where, params } = toClickHouse(query);
  const [seqs = []] = await engine.query(
    `SELECT toUInt32(seq) FROM events WHERE ${where} ORDER BY seq SETTINGS ${settings}`,
    params,
  );
  return seqs as number[];
}

function difference(left: readonly number[], right: readonly number[]): LogRecord[] {
  const odd = [...left.filter((seq) => !right.includes(seq)), ...right.filter((seq) => !left.includes(seq))];
  return odd.slice(0, 3).map((seq) => records[seq - 1] as LogRecord);
}

test("the SQL and the predicate find the same events, with the indexes and without", async () => {
  await fc.assert(
    fc.asyncProperty(QUERY, async (query) => {
      const matches = compileQuery(query);
      const found = records.filter((record) => matches(record)).map((record) => record.seq);
      for (const settings of ["use_skip_indexes = 1", "use_skip_indexes = 0"]) {
        const inStore = await stored(query, settings);
        expect({ query: printQuery(query), settings, odd: difference(found, inStore) }).toEqual({
          query: printQuery(query),
          settings,
          odd: [],
        });
      }
    }),
    { seed, numRuns: RUNS },
  );
}, 300_000);
