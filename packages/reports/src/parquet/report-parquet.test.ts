import { createHash } from "node:crypto";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { hostileReport, sampleReport } from "../test-support/sample-report.ts";
import { eventColumns } from "../tables/event-columns.ts";
import { TEXT_COLUMNS_KEY } from "./parquet-chunks.ts";
import { daysParquet, eventsParquet, eventsParquetChunks, tradesParquet } from "./report-parquet.ts";

const report = sampleReport();

/** Types of the columns as a reader sees them. */
function typesOf(bytes: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  const [, ...columns] = parquetMetadata(bytes.buffer).schema;
  return Object.fromEntries(columns.map(({ name, type, logical_type: logical }) => [name, logical?.type ?? type]));
}

test("trades come back as they were", async () => {
  const bytes = tradesParquet(report.trade_list);
  expect(typesOf(bytes)).toMatchObject({
    symbol: "STRING",
    pnl: "DECIMAL",
    exit_time: "TIMESTAMP",
    return: "DOUBLE",
    event_ids: "STRING",
  });
  const rows = await parquetReadObjects({ file: bytes.buffer });
  expect(rows).toHaveLength(30);
  const trade = report.trade_list[5];
  expect(rows[5]).toMatchObject({
    id: "t5",
    symbol: "SOL/USDT",
    side: "long",
    exit_time: new Date(trade?.exit_time ?? ""),
    return: trade?.return,
    mfe: null,
    event_ids: '["5-a","5-b"]',
  });
  expect(rows[5]?.["pnl"]).toBeCloseTo(Number(trade?.pnl), 12);
});

test("the same rows are the same bytes", () => {
  const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  expect(hash(tradesParquet(report.trade_list))).toBe(hash(tradesParquet(structuredClone(report.trade_list))));
  expect(hash(daysParquet(report.days))).toBe(hash(daysParquet(report.days)));
});

test("days", async () => {
  const bytes = daysParquet(report.days);
  expect(typesOf(bytes)).toMatchObject({ day: "STRING", equity: "DECIMAL", trades: "INT64" });
  const rows = await parquetReadObjects({ file: bytes.buffer });
  expect(rows.map(({ day }) => day)).toEqual(report.days.map(({ day }) => day));
  expect(rows[0]?.["trades"]).toBe(2n);
});

test("events in the columns that were asked for, whatever is in them", async () => {
  const events = [
    {
      timestamp: "2024-01-15T10:30:45.123456Z",
      price: "100.25",
      seq: 7,
      data: { confidence: 0.5 },
      stack_trace: ["a"],
    },
    { timestamp: "2024-01-15T10:30:46.000000Z", price: "1e-40", message: "\u{d800}" },
  ];
  const columns = eventColumns(["timestamp", "price", "seq", "data", "data.confidence", "stack_trace", "message"]);
  const bytes = eventsParquet(events, columns);
  expect(typesOf(bytes)).toMatchObject({ timestamp: "TIMESTAMP", price: "STRING", seq: "INT64" });
  expect(parquetMetadata(bytes.buffer).key_value_metadata).toContainEqual({
    key: TEXT_COLUMNS_KEY,
    value: '["price"]',
  });
  expect(await parquetReadObjects({ file: bytes.buffer })).toEqual([
    {
      timestamp: new Date("2024-01-15T10:30:45.123Z"),
      price: "100.25",
      seq: 7n,
      data: '{"confidence":0.5}',
      "data.confidence": "0.5",
      stack_trace: '["a"]',
      message: null,
    },
    {
      timestamp: new Date("2024-01-15T10:30:46Z"),
      price: "1e-40",
      seq: null,
      data: null,
      "data.confidence": null,
      stack_trace: null,
      message: "\u{fffd}",
    },
  ]);
  expect([...eventsParquetChunks(events, columns)]).toHaveLength(2);
});

test("hostile texts go through unchanged, but for halves of pairs", async () => {
  const { trade_list: list } = hostileReport();
  const rows = await parquetReadObjects({ file: tradesParquet(list).buffer });
  expect(rows.map(({ symbol }) => symbol)).toEqual(list.map(({ symbol }) => symbol.replace("\u{d800}", "\u{fffd}")));
});
