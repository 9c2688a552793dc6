import { LEDGER_EVENT_TYPES } from "../ledger.ts";
import { EXECUTION_EVENT_TYPES, ExecutionQuality } from "../quality/execution-quality.ts";
import type { ExecutionQualityResult } from "../quality/execution-quality.ts";
import type { LoggedEvent } from "../quality/fields.ts";
import { ModelQuality } from "../quality/model-quality.ts";
import type { ModelQualityResult } from "../quality/model-quality.ts";
import { RiskMetrics } from "../quality/risk-metrics.ts";
import type { RiskMetricsResult } from "../quality/risk-metrics.ts";
import { SystemMetrics } from "../quality/system-metrics.ts";
import type { SystemMetricsResult } from "../quality/system-metrics.ts";
import type { PerformanceReport, Period } from "./performance-report.ts";
import { ReportBuilder } from "./report-builder.ts";
import type { ReportOptions } from "./report-builder.ts";

/** What one day, or another time, brought: trading, execution, models, risk and the system underneath. */
export interface DailyReport {
  readonly format: "daybook daily report 1";
  readonly period: Period;
  readonly performance: PerformanceReport;
  readonly execution: ExecutionQualityResult;
  readonly models: ModelQualityResult;
  readonly risk: RiskMetricsResult;
  readonly system: SystemMetricsResult;
}

/** An hour, or another time, of logs: volume, errors, calls, uptime. */
export interface LogReport {
  readonly format: "daybook log report 1";
  readonly period: Period;
  readonly system: SystemMetricsResult;
}

/** Types that the risk figures read. */
export const RISK_EVENT_TYPES: readonly string[] = [
  "risk_limit_hit",
  "position_size_calculated",
  "daily_loss_limit",
  "portfolio_heat_warning",
  "risk_alert",
  "safety_violation",
  "state_divergence",
  "position_snapshot",
  "account_balance",
  "trade_entry",
  "trade_exit",
  "trade_partial_exit",
];

/** Types that the system figures read, beside every event of level ERROR and above. */
export const SYSTEM_EVENT_TYPES: readonly string[] = [
  "api_call",
  "api_error",
  "http_request",
  "rate_limit",
  "health_check",
  "heartbeat",
  "system_start",
  "system_stop",
  "system_metrics",
  "system_error",
];

/** Types that tell how orders were decided and executed. */
export const DECISION_EVENT_TYPES: readonly string[] = [...EXECUTION_EVENT_TYPES, "latency_measurement"];

const LEDGER: ReadonlySet<string> = new Set(LEDGER_EVENT_TYPES);

/** Makes a daily report of events that come in the order of `compareEvents`; those before the period only say what was open. */
export class DailyReportBuilder {
  readonly #period: Period;
  readonly #performance: ReportBuilder;
  readonly #execution = new ExecutionQuality();
  readonly #models = new ModelQuality();
  readonly #risk = new RiskMetrics();
  readonly #system = new SystemMetrics();

  /** Throws RangeError for a zone or close that there is not. */
  constructor(options: ReportOptions & { readonly period: Period }) {
    this.#period = options.period;
    this.#performance = new ReportBuilder({ ...options, onTrade: (trade) => this.#models.outcome(trade) });
  }

  add(event: LoggedEvent): void {
    const { start, end } = this.#period;
    if (end !== null && event.timestamp >= end) return;
    if (start === null || event.timestamp >= start) {
      this.#execution.add(event);
      this.#models.add(event);
      this.#risk.add(event);
      this.#system.add(event);
    }
    if (LEDGER.has(event.event_type)) this.#performance.add(event);
  }

  finish(): DailyReport {
    return {
      format: "daybook daily report 1",
      period: this.#period,
      performance: this.#performance.finish(),
      execution: this.#execution.finish(),
      models: this.#models.result,
      risk: this.#risk.result,
      system: this.#system.result,
    };
  }
}
