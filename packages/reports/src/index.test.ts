import { expect, test } from "vitest";
import * as reports from "./index.ts";

test("what the package offers", () => {
  expect(Object.keys(reports).sort()).toEqual([
    "DARK_PALETTE",
    "EVENT_CSV_HEADER",
    "LIGHT_PALETTE",
    "MAX_PARQUET_EVENTS",
    "TEXT_COLUMNS_KEY",
    "calendarBlocks",
    "calendarCells",
    "calendarHeight",
    "calendarOption",
    "daysCsv",
    "daysParquet",
    "daysParquetChunks",
    "distributionOption",
    "drawdownOption",
    "equityOption",
    "eventColumns",
    "eventCsvLine",
    "eventsParquet",
    "eventsParquetChunks",
    "groupsCsv",
    "renderDailyHtml",
    "renderLogHtml",
    "renderPerformanceHtml",
    "reportJson",
    "tradesCsv",
    "tradesParquet",
    "tradesParquetChunks",
  ]);
});
