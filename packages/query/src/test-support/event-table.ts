import { LEVEL_RANK, RECORD_FIELDS, categoryOf } from "@daybook/protocol";
import type { FieldKind, LogRecord } from "@daybook/protocol";
import { SEARCH_INDEXES } from "../sql/columns.ts";
import type { Engine } from "./engine.ts";

const TYPES: Readonly<Record<FieldKind, string>> = {
  integer: "UInt64",
  time: "DateTime64(6, 'UTC')",
  level: "LowCardinality(String)",
  keyword: "String",
  text: "String",
  decimal: "String",
  data: "String",
  lines: "Array(String)",
};

/**
 * Makes a table after the contract of `columns.ts` and fills it, each chunk a part of its own. The indexes come after the
 * first chunk, so that one part is without them, as after an upgrade.
 */
export async function fillEventTable(
  engine: Engine,
  name: string,
  [older = [], ...newer]: readonly (readonly LogRecord[])[],
): Promise<void> {
  const columns = Object.entries(RECORD_FIELDS).map(
    ([field, kind]) => `${field} ${field === "symbol" ? "LowCardinality(String)" : TYPES[kind]}`,
  );
  await engine.query(
    `CREATE TABLE ${name} (${[...columns, "level_rank UInt8", "category LowCardinality(String)"].join(", ")})
     ENGINE = MergeTree ORDER BY (timestamp, seq) SETTINGS min_bytes_for_wide_part = 0, index_granularity = 64`,
  );
  await engine.query(`SYSTEM STOP MERGES ${name}`);
  await insert(engine, name, older);
  for (const { name: index, expression, type, granularity } of SEARCH_INDEXES) {
    const every = granularity === undefined ? "" : ` GRANULARITY ${granularity}`;
    await engine.query(`ALTER TABLE ${name} ADD INDEX ${index} ${expression} TYPE ${type}${every}`);
  }
  for (const records of newer) await insert(engine, name, records);
}

async function insert(engine: Engine, name: string, records: readonly LogRecord[]): Promise<void> {
  await engine.query(`INSERT INTO ${name} FORMAT JSONEachRow ${records.map(rowOf).join("\n")}`);
}

function rowOf(record: LogRecord): string {
  const { data, ...rest } = record;
  return JSON.stringify({
    ...rest,
    timestamp: sqlTime(record.timestamp),
    collected_at: sqlTime(record.collected_at),
    level_rank: LEVEL_RANK[record.level],
    category: categoryOf(record.event_type),
    data: data === undefined ? "" : JSON.stringify(data),
  });
}

function sqlTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 26)}`;
}
