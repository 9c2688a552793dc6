import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PeriodError, parseReportRequest } from "@daybook/analytics";
import type { DailyReport, LogReport, PerformanceReport, ReportRequest, Trade } from "@daybook/analytics";
import {
  daysCsv,
  daysParquet,
  renderDailyHtml,
  renderLogHtml,
  renderPerformanceHtml,
  reportJson,
  tradesCsv,
  tradesParquet,
} from "@daybook/reports";
import { usageFailure } from "../command-failure.ts";
import { REPORT_FORMATS } from "../commands/report.ts";
import type { ReportFlags, ReportFormat, ReportKind } from "../commands/report.ts";
import { refuseServerFlags, tellReport } from "../commands/dir-flags.ts";
import { connect } from "../connect.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import type { Run } from "../run.ts";
import { LogAnalyzer } from "./log-analyzer.ts";
import { dailyText, logsText, performanceText } from "./report-text.ts";

/** Makes the report that the flags ask for and writes it: to the file, else to the output. */
export async function runReport(kind: ReportKind, flags: ReportFlags, host: Host, run: Run): Promise<void> {
  const format = formatOf(flags);
  if ((format === "csv" || format === "parquet") && kind !== "performance") {
    throw usageFailure(`A ${kind} report has no ${format}.`, "Ask for json or html, or for the performance report.");
  }
  if (format === "parquet" && flags.out === undefined) {
    throw usageFailure("Parquet does not go to a terminal.", "Give a file: --out trades.parquet");
  }
  const request = checked(requestOf(kind, flags), host);
  const body =
    flags.dir === undefined
      ? await fromServer(kind, format, request, flags, host)
      : await fromFiles(kind, format, request, flags.dir, flags, host, run);
  if (flags.out === undefined) return host.out.write(typeof body === "string" ? body : Buffer.from(body).toString());
  const file = resolve(host.cwd, flags.out);
  await writeFile(`${file}.part`, body).catch(async (error: unknown) => {
    await rm(`${file}.part`, { force: true });
    throw error;
  });
  await rename(`${file}.part`, file);
  host.err.write(`Written to ${plainLine(flags.out)}.\n`);
}

function formatOf({ format, out, json }: ReportFlags): ReportFormat {
  if (json) return "json";
  if (format !== undefined) return format;
  const ending = out?.split(".").at(-1);
  return REPORT_FORMATS.find((one) => one === ending) ?? "text";
}

function requestOf(kind: ReportKind, flags: ReportFlags): ReportRequest {
  const { from: start, to: end, zone } = flags;
  const isOpen = flags.timeframe === undefined && flags.date === undefined && start === undefined && end === undefined;
  return {
    // A daily report without a day is that of the current one.
    timeframe: isOpen && kind !== "performance" && flags.dir === undefined ? "1d" : flags.timeframe,
    date: flags.date,
    start,
    end,
    currency: flags.currency,
    symbol: flags.symbol,
    strategy: flags.strategy,
    time_zone: zone,
    close: flags.close,
    periods_per_year: flags.periodsPerYear,
    risk_free: flags.riskFree,
    source: flags.source,
    matching: flags.matching,
    round_trips: flags.roundTrips,
    compat: flags.compat,
    starting_equity: flags.startingEquity,
  };
}

/** The flag that is wrong is named before anything is read. */
function checked(request: ReportRequest, host: Host): ReportRequest {
  try {
    parseReportRequest(request, host.nowMs());
    return request;
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    throw usageFailure(
      `--${flagOf(error.parameter)}: ${error.message}.`,
      "Run `daybook report --help` to see what there is.",
    );
  }
}

function flagOf(parameter: string): string {
  const names: Readonly<Record<string, string>> = { start: "from", end: "to", time_zone: "zone" };
  return names[parameter] ?? parameter.replaceAll("_", "-");
}

async function fromServer(
  kind: ReportKind,
  format: ReportFormat,
  request: ReportRequest,
  flags: ReportFlags,
  host: Host,
): Promise<string | Uint8Array> {
  const client = await connect(flags, host);
  const asked = { ...request, format: format === "text" ? "json" : format, table: flags.table };
  const bytes = await client.report(kind, asked, { signal: host.interrupted });
  if (format !== "text") return bytes;
  const parsed: unknown = JSON.parse(Buffer.from(bytes).toString());
  if (kind === "performance") return performanceText(parsed as PerformanceReport, host.out);
  return kind === "daily" ? dailyText(parsed as DailyReport, host.out) : logsText(parsed as LogReport, host.out);
}

async function fromFiles(
  kind: ReportKind,
  format: ReportFormat,
  request: ReportRequest,
  dirs: readonly string[],
  flags: ReportFlags,
  host: Host,
  run: Run,
): Promise<string | Uint8Array> {
  refuseServerFlags(flags);
  const analyzer = new LogAnalyzer(dirs, {}, host);
  const body = await render(kind, format, request, analyzer, flags, host);
  if (analyzer.scan !== undefined) tellReport({ report: analyzer.scan }, { asJson: format === "json" }, host, run);
  return body;
}

async function render(
  kind: ReportKind,
  format: ReportFormat,
  request: ReportRequest,
  analyzer: LogAnalyzer,
  { table }: ReportFlags,
  host: Host,
): Promise<string | Uint8Array> {
  if (kind === "daily") {
    const daily = await analyzer.daily(request);
    return format === "json"
      ? reportJson(daily)
      : format === "html"
        ? renderDailyHtml(daily, {})
        : dailyText(daily, host.out);
  }
  if (kind === "logs") {
    const logs = await analyzer.logs(request);
    return format === "json"
      ? reportJson(logs)
      : format === "html"
        ? renderLogHtml(logs, {})
        : logsText(logs, host.out);
  }
  const trades: Trade[] = [];
  const wantsTrades = table === "trades" && (format === "csv" || format === "parquet");
  const performance = await analyzer.performance(request, wantsTrades ? (trade) => void trades.push(trade) : undefined);
  switch (format) {
    case "json":
      return reportJson(performance);
    case "html":
      return renderPerformanceHtml(performance, {});
    case "csv":
      return [...(table === "days" ? daysCsv(performance.days) : tradesCsv(trades))].join("");
    case "parquet":
      return table === "days" ? daysParquet(performance.days) : tradesParquet(trades);
    default:
      return performanceText(performance, host.out);
  }
}
