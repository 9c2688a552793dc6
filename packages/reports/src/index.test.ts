import { expect, test } from "vitest";
import * as reports from "./index.ts";

test("what the package offers", () => {
  expect(Object.keys(reports)).toEqual(
    expect.arrayContaining([
      "DARK_PALETTE",
      "LIGHT_PALETTE",
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
      "eventsParquet",
      "eventsParquetChunks",
      "groupsCsv",
      "performanceJson",
      "renderPerformanceHtml",
      "tradesCsv",
      "tradesParquet",
      "tradesParquetChunks",
    ]),
  );
});
