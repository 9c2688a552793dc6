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

/** Makes a table after the contract of `columns.ts` and fills it, each chunk a part of its own. */
export async function fillEventTable(
  engine: Engine,
  name: string,
  chunks: readonly (readonly LogRecord[])[],
): Promise<void> {
  const columns = Object.entries(RECORD_FIELDS).map(
    ([field, kind]) => `${field} ${field === "symbol" ? "LowCardinality(String)" : TYPES[kind]}`,
  );
  const indexes = SEARCH_INDEXES.map(
    ({ name: index, expression, type, granularity }) =>
      `INDEX ${index} ${expression} TYPE ${type}${granularity === undefined ? "" : ` GRANULARITY ${granularity}`}`,
  );
  await engine.query(
    `CREATE TABLE ${name} (${[...columns, "level_rank UInt8", "category LowCardinality(String)", ...indexes].join(", ")})
     ENGINE = MergeTree ORDER BY (timestamp, seq) SETTINGS min_bytes_for_wide_part = 0, index_granularity = 64`,
  );
  await engine.query(`SYSTEM STOP MERGES ${name}`);
  for (const records of chunks) {
    await engine.query(`INSERT INTO ${name} FORMAT JSONEachRow ${records.map(rowOf).join("\n")}`);
  }
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
