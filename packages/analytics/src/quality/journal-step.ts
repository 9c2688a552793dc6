import type { JsonValue } from "@daybook/protocol";
import type { TradingEvent } from "../events/trading-event.ts";
import { dataNumber } from "../events/trading-event.ts";
import { cut, errorText, firstDecimal, firstText, reasonIn, statusOf } from "./fields.ts";
import { limitName } from "./risk-metrics.ts";

/** In the order in which they follow from each other within one instant. */
export const STEP_KINDS = [
  "signal",
  "decision",
  "sizing",
  "risk",
  "exit_signal",
  "stop",
  "target",
  "order",
  "ack",
  "partial_fill",
  "fill",
  "entry",
  "adjust",
  "exit",
  "cancel",
  "reject",
  "error",
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export interface JournalStep {
  readonly kind: StepKind;
  readonly timestamp: string;
  /** Null for the first step. */
  readonly latency_from_previous_us: number | null;
  readonly event_id: string;
  readonly event_type: string;
  readonly order_id: string;
  readonly summary: string;
  /** Of a decision, as it was logged. */
  readonly explanation?: JsonValue;
}

const KINDS: Readonly<Record<string, StepKind>> = {
  signal_generated: "signal",
  strategy_signal: "signal",
  entry_signal: "signal",
  signal_received: "signal",
  ai_decision: "decision",
  position_size_calculated: "sizing",
  risk_limit_hit: "risk",
  daily_loss_limit: "risk",
  portfolio_heat_warning: "risk",
  risk_alert: "risk",
  safety_violation: "risk",
  order_placed: "order",
  order_accepted: "ack",
  order_partially_filled: "partial_fill",
  order_filled: "fill",
  trade_executed: "fill",
  trade_entry: "entry",
  position_adjusted: "adjust",
  stop_loss_hit: "stop",
  take_profit_hit: "target",
  exit_signal: "exit_signal",
  trade_exit: "exit",
  trade_partial_exit: "exit",
  position_closed: "exit",
  order_cancelled: "cancel",
  trade_cancelled: "cancel",
  order_rejected: "reject",
  api_error: "error",
  rate_limit: "error",
  system_error: "error",
  operation_failed: "error",
  transaction_failed: "error",
};

/** What an event is in a trade's life; undefined for what only happened beside it. */
export function kindOf(event: TradingEvent): StepKind | undefined {
  const kind = Object.hasOwn(KINDS, event.event_type) ? KINDS[event.event_type] : undefined;
  return kind ?? (event.level === "ERROR" || event.level === "CRITICAL" ? "error" : undefined);
}

/** One line for people. */
export function summaryOf(kind: StepKind, event: TradingEvent): string {
  return cut(words(kind, event).join(" ") || (event.message ?? event.event_type));
}

function words(kind: StepKind, event: TradingEvent): string[] {
  switch (kind) {
    case "decision":
      return decisionWords(event);
    case "risk": {
      const [current, limit] = [firstDecimal(event, "current_value", "current_loss", "heat"), limitOf(event)];
      const amounts = current === undefined || limit === undefined ? [] : [`${current} of ${limit}`];
      return [event.event_type === "risk_alert" ? (reasonIn(event) ?? "risk alert") : limitName(event), ...amounts];
    }
    case "ack":
      return [statusOf(event) ?? "accepted"];
    case "cancel":
    case "reject":
      return [reasonIn(event) ?? "no reason logged"];
    case "error":
      return [event.exception_type, errorText(event) ?? reasonIn(event)].flatMap(present);
    case "stop":
    case "target":
    case "exit_signal":
      return [...deal(event, EXIT_PRICE), ...[reasonIn(event)].flatMap(present)];
    case "exit":
      return [
        ...deal(event, EXIT_PRICE),
        ...(event.pnl === undefined ? [] : [`result ${event.pnl}`]),
        ...[reasonIn(event)].flatMap(present),
      ];
    case "signal":
    case "sizing":
    case "order":
    case "partial_fill":
    case "fill":
    case "entry":
    case "adjust":
      return deal(event);
  }
}

function decisionWords(event: TradingEvent): string[] {
  const [confidence, threshold] = [dataNumber(event, "confidence"), dataNumber(event, "threshold")];
  const model = firstText(event, "model_id", "model");
  return [
    firstText(event, "decision", "action") ?? event.status ?? "decided",
    ...(confidence === undefined ? [] : [`confidence ${confidence}`]),
    ...(threshold === undefined ? [] : [`threshold ${threshold}`]),
    ...(model === undefined ? [] : [`by ${model}`]),
  ];
}

/** What an end names as its entry is where the trade began, not its price. */
const EXIT_PRICE = ["exit_price"];

function deal(event: TradingEvent, prices: readonly string[] = ["entry", "entry_price", "exit_price"]): string[] {
  const { side, quantity, symbol } = event;
  const price = event.price ?? firstDecimal(event, ...prices);
  return [side?.toLowerCase(), quantity, symbol, price === undefined ? undefined : `at ${price}`].flatMap(present);
}

function limitOf(event: TradingEvent): string | undefined {
  return firstDecimal(event, "limit_value", "max_allowed", "limit");
}

function present(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [text];
}
