import {
  DailyReportBuilder,
  LEDGER_EVENT_TYPES,
  RISK_EVENT_TYPES,
  ReportBuilder,
  RiskMetrics,
  SYSTEM_EVENT_TYPES,
  SystemMetrics,
  parseReportRequest,
} from "@daybook/analytics";
import type {
  DailyReport,
  ErrorFigures,
  LogReport,
  LoggedEvent,
  PerformanceReport,
  Period,
  ReportOptions,
  ReportRequest,
  RiskMetricsResult,
  Trade,
} from "@daybook/analytics";
import type { Host } from "../host.ts";
import { silentHost } from "./silent-host.ts";
import type { ScanReport } from "../log-dir/scan-report.ts";
import { readTradingEvents, type WantedEvents } from "./read-trading-events.ts";

/** Errors of a time, by source and by kind. */
export type ErrorSummary = { readonly total_errors: number } & Omit<ErrorFigures, "errors">;

/**
 * Analyses log files without a server, as `daybook report --dir` does. Times are texts (a date, or RFC 3339) or `Date`s; a date
 * as the end is included, an instant is not. Calls reject with PeriodError, which says what is right, for a time that cannot be,
 * and when the directory has no log files.
 */
export class LogAnalyzer {
  readonly #paths: readonly string[];
  readonly #host: Host;
  readonly #usual: ReportRequest;
  /** What could not be read of the files, as of the last call. */
  scan: ScanReport | undefined;

  constructor(paths: string | readonly string[], usual: ReportRequest = {}, host: Host = silentHost()) {
    this.#paths = typeof paths === "string" ? [paths] : paths;
    this.#usual = usual;
    this.#host = host;
  }

  /** Trades, equity and figures. */
  async performance(request: ReportRequest = {}, onTrade?: (trade: Trade) => void): Promise<PerformanceReport> {
    const options = this.#parse(request);
    const builder = new ReportBuilder({ ...options, ...(onTrade === undefined ? {} : { onTrade }) });
    for (const event of await this.#read({ types: new Set(LEDGER_EVENT_TYPES), end: options.period.end })) {
      builder.add(event);
    }
    return builder.finish();
  }

  /** A day: trading, execution, models, risk, errors and calls. */
  async daily(request: ReportRequest = {}): Promise<DailyReport> {
    const options = this.#parse(request);
    const builder = new DailyReportBuilder(options);
    const before = new Set(LEDGER_EVENT_TYPES);
    for (const event of await this.#read({ end: options.period.end })) {
      const isInside = options.period.start === null || event.timestamp >= options.period.start;
      if (isInside || before.has(event.event_type)) builder.add(event);
    }
    return builder.finish();
  }

  /** Volume, errors, calls and uptime. */
  async logs(request: ReportRequest = {}): Promise<LogReport> {
    const { period } = this.#parse(request);
    const metrics = new SystemMetrics();
    for (const event of await this.#read(period)) metrics.add(event);
    return { format: "daybook log report 1", period, system: metrics.result };
  }

  async getTradingMetrics(start?: Date | string, end?: Date | string): Promise<PerformanceReport> {
    return this.performance(requestOf(start, end));
  }

  async getSystemMetrics(start?: Date | string, end?: Date | string): Promise<LogReport> {
    return this.logs(requestOf(start, end));
  }

  async getRiskMetrics(start?: Date | string, end?: Date | string): Promise<RiskMetricsResult> {
    const { period } = this.#parse(requestOf(start, end));
    const metrics = new RiskMetrics();
    for (const event of await this.#read({ types: new Set(RISK_EVENT_TYPES), ...period })) metrics.add(event);
    return metrics.result;
  }

  async getErrorSummary(start?: Date | string, end?: Date | string): Promise<ErrorSummary> {
    const { period } = this.#parse(requestOf(start, end));
    const metrics = new SystemMetrics();
    const types = new Set(SYSTEM_EVENT_TYPES);
    for (const event of await this.#read({ types, errors: true, ...period })) metrics.add(event);
    const { errors: total, ...errors } = metrics.result.errors;
    return { total_errors: total, ...errors };
  }

  /** Of today, when no day is given. */
  async generateDailyReport(date?: string): Promise<DailyReport> {
    return this.daily(date === undefined ? { timeframe: "1d" } : { date });
  }

  /** Events as records, oldest first: of some types, or all. */
  async events(types: readonly string[], start?: Date | string, end?: Date | string): Promise<LoggedEvent[]> {
    const { period } = this.#parse(requestOf(start, end));
    return this.#read({ ...(types.length === 0 ? {} : { types: new Set(types) }), ...period });
  }

  #parse(request: ReportRequest): ReportOptions & { readonly period: Period } {
    return parseReportRequest({ ...this.#usual, ...request }, this.#host.nowMs()).options;
  }

  async #read(wanted: WantedEvents): Promise<LoggedEvent[]> {
    const { events, report } = await readTradingEvents(this.#paths, wanted, this.#host);
    this.scan = report;
    return events;
  }
}

function requestOf(start?: Date | string, end?: Date | string): ReportRequest {
  const text = (time: Date | string | undefined): string | undefined =>
    time instanceof Date ? time.toISOString() : time;
  return { start: text(start), end: text(end) };
}
