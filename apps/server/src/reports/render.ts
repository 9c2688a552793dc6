import type { DailyReport, LogReport, ReportRequest, Trade } from "@daybook/analytics";
import { DaybookError } from "@daybook/protocol";
import {
  daysCsv,
  daysParquet,
  groupsCsv,
  renderDailyHtml,
  renderLogHtml,
  renderPerformanceHtml,
  reportJson,
  tradesCsv,
  tradesParquet,
} from "@daybook/reports";
import type { ReportFormat, ReportTable } from "../http/rooms.ts";
import type { Complete, ReportRoom } from "./report-room.ts";

interface Shape {
  readonly format: ReportFormat;
  readonly table: ReportTable;
  /** The page's address, for links to log lines. */
  readonly linkBase: string;
}

/** A performance report in the form asked for. Tables of trades hold all of them, lists in the report the newest. */
export async function renderPerformance(
  room: ReportRoom,
  request: ReportRequest,
  { format, table, linkBase }: Shape,
  signal: AbortSignal,
): Promise<string | Uint8Array> {
  if (format === "json") return reportJson(await room.performance(request, signal));
  if (format === "html") return renderPerformanceHtml(await room.performance(request, signal), { linkBase });
  const trades: Trade[] = [];
  const keep = table === "trades" ? (trade: Trade) => void trades.push(trade) : undefined;
  const report = await room.performance({ ...request, max_trades: "0" }, signal, keep);
  const rows = { symbols: report.by_symbol, strategies: report.by_strategy };
  if (format === "csv") {
    if (table === "trades") return [...tradesCsv(trades)].join("");
    return [...(table === "days" ? daysCsv(report.days) : groupsCsv(rows[table]))].join("");
  }
  if (table === "trades") return tradesParquet(trades);
  if (table === "days") return daysParquet(report.days);
  throw new DaybookError(
    "DAYBOOK_REPORT_PARAMETER",
    `table: ${table} come as csv or json; parquet holds trades or days`,
    {
      parameter: "table",
    },
  );
}

export function renderDaily(
  report: Complete<DailyReport>,
  { format, linkBase }: { format: "json" | "html"; linkBase: string },
): string {
  return format === "json" ? reportJson(report) : renderDailyHtml(report, { linkBase });
}

export function renderLogs(
  report: Complete<LogReport>,
  { format, linkBase }: { format: "json" | "html"; linkBase: string },
): string {
  return format === "json" ? reportJson(report) : renderLogHtml(report, { linkBase });
}
