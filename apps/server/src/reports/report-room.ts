import {
  DailyReportBuilder,
  DayClock,
  DECISION_EVENT_TYPES,
  InstantSorter,
  PeriodError,
  RISK_EVENT_TYPES,
  RiskMetrics,
  ReportBuilder,
  SYSTEM_EVENT_TYPES,
  SystemMetrics,
  parseReportRequest,
} from "@daybook/analytics";
import type {
  DailyReport,
  DayConvention,
  LogReport,
  ParsedRequest,
  PerformanceReport,
  ReportRequest,
  RiskMetricsResult,
  Trade,
  TradingEvent,
} from "@daybook/analytics";
import { DaybookError } from "@daybook/protocol";
import { periodCondition, tradingCondition, typesCondition } from "./conditions.ts";
import type { ReportCondition } from "./conditions.ts";

/** What reports need of the store. */
export interface ReportSource {
  scan(condition: ReportCondition, onEvent: (event: TradingEvent) => void, signal?: AbortSignal): Promise<number>;
  /** Events by service and level. */
  volume(condition: ReportCondition): Promise<{ service: string; level: string; count: number }[]>;
}

/** A report, and the journal number up to which it is complete. */
export type Complete<T> = T & { readonly as_of_seq: number };

/** Reports from what the store holds. The same events and the same request give the same report. */
export class ReportRoom {
  readonly #source: ReportSource;
  readonly #nowMs: () => number;

  constructor(source: ReportSource, nowMs: () => number) {
    this.#source = source;
    this.#nowMs = nowMs;
  }

  /** Throws DAYBOOK_REPORT_PARAMETER, which names the parameter and what is right. */
  parse(request: ReportRequest): ParsedRequest {
    try {
      return parseReportRequest(request, this.#nowMs());
    } catch (error) {
      if (!(error instanceof PeriodError)) throw error;
      const { parameter, message } = error;
      throw new DaybookError("DAYBOOK_REPORT_PARAMETER", `${parameter}: ${message}`, { parameter }, { cause: error });
    }
  }

  /** The day of a moment. */
  dayOf(epochMs: number, days: DayConvention): string {
    return new DayClock(days).dayOf(new Date(epochMs).toISOString());
  }

  async performance(
    request: ReportRequest,
    signal?: AbortSignal,
    onTrade?: (trade: Trade) => void,
  ): Promise<Complete<PerformanceReport>> {
    const { options } = this.parse(request);
    const builder = new ReportBuilder({ ...options, ...(onTrade === undefined ? {} : { onTrade }) });
    const asOfSeq = await this.#read(tradingCondition(options.period), builder, signal);
    return { ...builder.finish(), as_of_seq: asOfSeq };
  }

  async daily(request: ReportRequest, signal?: AbortSignal): Promise<Complete<DailyReport>> {
    const { options } = this.parse(request);
    const { period } = options;
    const builder = new DailyReportBuilder(options);
    const types = [...new Set([...RISK_EVENT_TYPES, ...SYSTEM_EVENT_TYPES, ...DECISION_EVENT_TYPES])];
    const asOfSeq = await this.#read(
      either(tradingCondition(period), typesCondition(period, types, true)),
      builder,
      signal,
    );
    const report = builder.finish();
    return { ...report, system: { ...report.system, ...(await this.#volume(period)) }, as_of_seq: asOfSeq };
  }

  /** Volume, errors, calls and uptime of a time. */
  async logs(request: ReportRequest, signal?: AbortSignal): Promise<Complete<LogReport>> {
    const { period } = this.parse(request).options;
    const metrics = new SystemMetrics();
    const asOfSeq = await this.#read(typesCondition(period, SYSTEM_EVENT_TYPES, true), metrics, signal);
    const system = { ...metrics.result, ...(await this.#volume(period)) };
    return { format: "daybook log report 1", period, system, as_of_seq: asOfSeq };
  }

  async risk(request: ReportRequest, signal?: AbortSignal): Promise<Complete<RiskMetricsResult>> {
    const metrics = new RiskMetrics();
    const condition = typesCondition(this.parse(request).options.period, RISK_EVENT_TYPES);
    const asOfSeq = await this.#read(condition, metrics, signal);
    return { ...metrics.result, as_of_seq: asOfSeq };
  }

  async #read(condition: ReportCondition, into: { add(event: TradingEvent): void }, signal?: AbortSignal) {
    const sorter = new InstantSorter((event) => into.add(event));
    const asOfSeq = await this.#source.scan(condition, (event) => sorter.add(event), signal);
    sorter.flush();
    return asOfSeq;
  }

  /** Every event counts here, and most are of no other use: the engine counts them. */
  async #volume(period: ParsedRequest["options"]["period"]) {
    const services = new Map<string, { events: number; levels: { name: string; count: number }[] }>();
    let events = 0;
    for (const { service, level, count } of await this.#source.volume(periodCondition(period))) {
      const row = services.get(service) ?? { events: 0, levels: [] };
      services.set(service, row);
      row.events += count;
      row.levels.push({ name: level, count });
      events += count;
    }
    const volume = [...services]
      .map(([service, { events: own, levels }]) => ({ service, events: own, by_level: levels }))
      .sort((a, b) => b.events - a.events || (a.service < b.service ? -1 : 1));
    return { events, volume };
  }
}

function either(a: ReportCondition, b: ReportCondition): ReportCondition {
  return { where: `((${a.where}) OR (${b.where}))`, params: { ...a.params, ...b.params } };
}
