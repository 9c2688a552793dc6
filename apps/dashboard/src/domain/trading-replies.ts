import type { Trade } from "@daybook/analytics";
import type { JsonObject, JsonValue, WireRecord } from "@daybook/protocol";

/** Answers of the reports other than the performance report, as the server sends them. Latencies are microseconds. */

export type StepKind =
  | "signal"
  | "decision"
  | "sizing"
  | "risk"
  | "order"
  | "ack"
  | "partial_fill"
  | "fill"
  | "entry"
  | "adjust"
  | "stop"
  | "target"
  | "exit_signal"
  | "exit"
  | "cancel"
  | "reject"
  | "error";

export interface TradeStep {
  readonly kind: StepKind;
  readonly timestamp: string;
  /** Since the step before; null for the first. */
  readonly latency_us: number | null;
  readonly event_id: string;
  readonly summary: string;
  readonly explanation?: JsonValue;
}

export interface TradeStage {
  readonly name: string;
  readonly latency_us: number | null;
}

export interface TradeLife {
  /** Null while it is not closed. */
  readonly trade: Trade | null;
  readonly steps: readonly TradeStep[];
  readonly stages: readonly TradeStage[];
  readonly events: readonly WireRecord[];
}

export interface UntradedSignal {
  readonly timestamp: string;
  readonly event_id: string;
  readonly symbol: string | null;
  readonly strategy: string | null;
  readonly side: string | null;
  readonly reason: string;
  readonly detail: string | null;
  /** The event that says so; null when none does. */
  readonly reason_event_id: string | null;
}

export interface NoTradeReport {
  readonly signals: number;
  readonly became_orders: number;
  readonly not_traded: number;
  /** So new that an order may still come. */
  readonly undecided?: number;
  readonly by_reason: readonly { readonly reason: string; readonly count: number }[];
  readonly list: readonly UntradedSignal[];
  readonly left_out: number;
}

export interface ReconciliationDifference {
  readonly problem: string;
  readonly logged: JsonObject | null;
  readonly statement: JsonObject | null;
  readonly difference: string | null;
}

export interface Reconciliation {
  readonly matched: number;
  readonly differences: readonly ReconciliationDifference[];
  readonly totals: JsonObject;
  readonly unread: readonly { readonly line: number; readonly reason: string }[];
}
