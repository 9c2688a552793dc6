import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  COMPAT_TOOLS,
  MATCHINGS,
  PeriodError,
  ROUND_TRIPS,
  TIMEFRAMES,
  TRADE_SOURCES,
  parseReportRequest,
} from "@daybook/analytics";
import type { DailyReport, LogReport, PerformanceReport, ReportRequest, Trade } from "@daybook/analytics";
import {
  daysCsv,
  daysParquet,
  reportJson,
  renderDailyHtml,
  renderLogHtml,
  renderPerformanceHtml,
  tradesCsv,
  tradesParquet,
} from "@daybook/reports";
import { Argument, Command, Option } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { LogAnalyzer } from "../report/log-analyzer.ts";
import { dailyText, logsText, performanceText } from "../report/report-text.ts";
import type { Run } from "../run.ts";
import { refuseServerFlags, tellReport, withDirFlag, type DirFlags } from "./dir-flags.ts";
import { collect } from "./shared-flags.ts";

const KINDS = ["performance", "daily", "logs"] as const;
type Kind = (typeof KINDS)[number];
const FORMATS = ["text", "json", "html", "csv", "parquet"] as const;
type Format = (typeof FORMATS)[number];

interface ReportFlags extends ServerFlags, DirFlags {
  timeframe?: string;
  date?: string;
  from?: string;
  to?: string;
  currency?: string;
  symbol?: string[];
  strategy?: string[];
  zone?: string;
  close?: string;
  periodsPerYear?: string;
  riskFree?: string;
  source?: string;
  matching?: string;
  roundTrips?: string;
  compat?: string;
  startingEquity?: string;
  format?: Format;
  table: "trades" | "days";
  out?: string;
  json?: true;
}

export function addReportCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("report")
    .summary("trading report: trades, equity, figures")
    .description(
      "Reports of a time: `performance` (trades, equity, figures), `daily` (and execution, models, risk, errors) or `logs` (volume, errors, calls). Each figure names its convention: docs/reference/metrics.md.",
    )
    .addArgument(new Argument("[kind]", "what is reported").choices(KINDS).default("performance"))
    .addOption(new Option("--timeframe <time>", "the current day and those before").choices(TIMEFRAMES))
    .option("--date <day>", "one day, YYYY-MM-DD")
    .option("--from <time>", "from here on: 2026-01-05 or 2026-01-05T09:30:00Z")
    .option("--to <time>", "up to here; a date is included, an instant is not")
    .option("--zone <name>", "time zone in which days are cut; default UTC")
    .option("--close <HH:MM>", "when a day ends there; default 00:00")
    .option("--currency <name>", "the currency reported; default: that of most trades")
    .option("--symbol <name>", "only this symbol; may be given again", collect)
    .option("--strategy <name>", "only this strategy; may be given again", collect)
    .option("--starting-equity <amount>", "equity before the first event, when no balance was logged")
    .option("--periods-per-year <n>", "365 for markets that never close (default), 252 for exchanges")
    .option("--risk-free <rate>", "a year; default 0")
    .addOption(new Option("--source <events>", "what trades are made of; default auto").choices(TRADE_SOURCES))
    .addOption(new Option("--matching <way>", "how fills are matched; default fifo").choices(MATCHINGS))
    .addOption(
      new Option("--round-trips <way>", "what one trade of fills is; default flat_to_flat").choices(ROUND_TRIPS),
    )
    .addOption(
      new Option("--compat <tool>", "that tool's figures beside ours, and why they differ").choices(COMPAT_TOOLS),
    )
    .addOption(new Option("--format <format>", "default: by the ending of --out, else text").choices(FORMATS))
    .addOption(new Option("--table <table>", "what csv and parquet hold").choices(["trades", "days"]).default("trades"))
    .option("--out <file>", "write it to this file")
    .option("--json", "the same as --format json")
    .action(async (kind: Kind, flags: ReportFlags) => report(kind, flags, host, run));
  program.addCommand(withServerFlags(withDirFlag(command)));
}

async function report(kind: Kind, flags: ReportFlags, host: Host, run: Run): Promise<void> {
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
  if (flags.out === undefined)
    return void host.out.write(typeof body === "string" ? body : Buffer.from(body).toString());
  const file = resolve(host.cwd, flags.out);
  await writeFile(`${file}.part`, body).catch(async (error: unknown) => {
    await rm(`${file}.part`, { force: true });
    throw error;
  });
  await rename(`${file}.part`, file);
  host.err.write(`Written to ${plainLine(flags.out)}.\n`);
}

function formatOf({ format, out, json }: ReportFlags): Format {
  if (json) return "json";
  if (format !== undefined) return format;
  const ending = out?.split(".").at(-1);
  return FORMATS.find((one) => one === ending) ?? "text";
}

function requestOf(kind: Kind, flags: ReportFlags): ReportRequest {
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
  kind: Kind,
  format: Format,
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
  kind: Kind,
  format: Format,
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
  kind: Kind,
  format: Format,
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
      return table === "days" ? daysCsv(performance.days) : [...tradesCsv(trades)].join("");
    case "parquet":
      return table === "days" ? daysParquet(performance.days) : tradesParquet(trades);
    default:
      return performanceText(performance, host.out);
  }
}
