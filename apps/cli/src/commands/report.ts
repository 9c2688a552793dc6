import type { CompatTool, Matching, RoundTrips, Timeframe, TradeSource } from "@daybook/analytics";
import { Argument, Command, Option } from "commander";
import { withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import type { Run } from "../run.ts";
import { withDirFlag, type DirFlags } from "./dir-flags.ts";
import { collect } from "./shared-flags.ts";

export const REPORT_KINDS = ["performance", "daily", "logs"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export const REPORT_FORMATS = ["text", "json", "html", "csv", "parquet"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

// Written again, so that other commands do not wait for the room of analytics: a test holds them together.
export const REPORT_CHOICES = {
  timeframe: ["1d", "1w", "1m", "3m", "1y", "all"] satisfies Timeframe[],
  source: ["auto", "events", "fills"] satisfies TradeSource[],
  matching: ["fifo", "lifo", "average"] satisfies Matching[],
  roundTrips: ["flat_to_flat", "per_close", "per_run"] satisfies RoundTrips[],
  compat: ["quantstats", "empyrical", "performanceanalytics", "freqtrade", "backtesting.py"] satisfies CompatTool[],
} as const;

export interface ReportFlags extends ServerFlags, DirFlags {
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
  format?: ReportFormat;
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
    .addArgument(new Argument("[kind]", "what is reported").choices(REPORT_KINDS).default("performance"))
    .addOption(new Option("--timeframe <time>", "the current day and those before").choices(REPORT_CHOICES.timeframe))
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
    .addOption(new Option("--source <events>", "what trades are made of; default auto").choices(REPORT_CHOICES.source))
    .addOption(new Option("--matching <way>", "how fills are matched; default fifo").choices(REPORT_CHOICES.matching))
    .addOption(
      new Option("--round-trips <way>", "what one trade of fills is; default flat_to_flat").choices(
        REPORT_CHOICES.roundTrips,
      ),
    )
    .addOption(
      new Option("--compat <tool>", "that tool's figures beside ours, and why they differ").choices(
        REPORT_CHOICES.compat,
      ),
    )
    .addOption(new Option("--format <format>", "default: by the ending of --out, else text").choices(REPORT_FORMATS))
    .addOption(new Option("--table <table>", "what csv and parquet hold").choices(["trades", "days"]).default("trades"))
    .option("--out <file>", "write it to this file")
    .option("--json", "the same as --format json")
    .action(async (kind: ReportKind, flags: ReportFlags) => {
      const { runReport } = await import("../report/run-report.ts");
      await runReport(kind, flags, host, run);
    });
  program.addCommand(withServerFlags(withDirFlag(command)));
}
