export { renderPerformanceHtml } from "./performance/performance-html.ts";
export type { HtmlOptions } from "./performance/performance-html.ts";
export { daysCsv, groupsCsv, tradesCsv } from "./csv/report-csv.ts";
export {
  daysParquet,
  daysParquetChunks,
  eventsParquet,
  eventsParquetChunks,
  tradesParquet,
  tradesParquetChunks,
} from "./parquet/report-parquet.ts";
export type { ParquetBytes } from "./parquet/report-parquet.ts";
export { TEXT_COLUMNS_KEY } from "./parquet/parquet-chunks.ts";
export { eventColumns } from "./tables/event-columns.ts";
export type { EventColumn, EventRow } from "./tables/event-columns.ts";
export type { ColumnKind } from "./tables/table-column.ts";
export { equityOption } from "./charts/equity.ts";
export { drawdownOption } from "./charts/drawdown.ts";
export { calendarBlocks, calendarCells, calendarHeight, calendarOption } from "./charts/calendar.ts";
export type { CalendarBlock } from "./charts/calendar.ts";
export { distributionOption } from "./charts/distribution.ts";
export type { ChartOption, ChartSize } from "./charts/chart-frame.ts";
export { DARK_PALETTE, LIGHT_PALETTE } from "./charts/palette.ts";
export type { Palette } from "./charts/palette.ts";
export { EVENT_CSV_HEADER, eventCsvLine } from "./csv/event-csv.ts";
export { MAX_PARQUET_EVENTS } from "./limits.ts";
export { reportJson } from "./json/report-json.ts";
export { renderDailyHtml } from "./daily/daily-html.ts";
export { renderLogHtml } from "./daily/log-html.ts";
