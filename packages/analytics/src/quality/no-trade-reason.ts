import type { TradingEvent } from "../events/trading-event.ts";
import { dataNumber } from "../events/trading-event.ts";
import { isDailyLoss } from "./daily-loss.ts";
import { cut, errorText, firstDecimal, reasonIn } from "./fields.ts";
import { MAX_PATTERN_LENGTH } from "./limits.ts";
import { isHold } from "./model-quality.ts";
import { limitName } from "./risk-metrics.ts";

export const NO_TRADE_REASONS = [
  "model_hold",
  "risk_limit",
  "daily_loss",
  "position_size_zero",
  "position_open",
  "cooldown",
  "market_closed",
  "order_rejected",
  "order_cancelled",
  "order_unfilled",
  "api_error",
  "timeout",
  "rate_limit",
  "skipped",
  "no_reason_logged",
] as const;
export type NoTradeReason = (typeof NO_TRADE_REASONS)[number];

export interface FoundReason {
  readonly reason: NoTradeReason;
  readonly detail: string;
  readonly event_id: string;
  /** A reason gives way to one that weighs as much or more: a call that failed is tried again, a limit is the last word. */
  readonly weight: number;
}

const SKIPPED = /skip|ignored?|filtered|blocked|refused|suppressed|vetoed|discarded/i;

/** Why the trade that an event belongs to did not come about; undefined when it says nothing of that. */
export function reasonOf(event: TradingEvent): FoundReason | undefined {
  const found = classify(event);
  return found && { ...found, detail: cut(found.detail), event_id: event.id ?? "" };
}

type Classified = Omit<FoundReason, "event_id">;

function classify(event: TradingEvent): Classified | undefined {
  const text = reasonIn(event) ?? "";
  switch (event.event_type) {
    case "ai_decision":
      return isHold(event) ? { reason: "model_hold", detail: holdDetail(event, text), weight: 3 } : undefined;
    case "daily_loss_limit":
    case "risk_limit_hit":
    case "portfolio_heat_warning":
    case "safety_violation":
      return { ...ofLimit(event), weight: 3 };
    case "position_size_calculated":
      return Number(event.quantity ?? firstDecimal(event, "quantity", "size") ?? 1) === 0
        ? { reason: "position_size_zero", detail: text, weight: 3 }
        : undefined;
    case "order_rejected":
      return { reason: byText(text) ?? "order_rejected", detail: text, weight: 3 };
    case "order_cancelled":
      return { reason: "order_cancelled", detail: text, weight: 2 };
    case "trade_cancelled":
      return { reason: byText(text) ?? "order_cancelled", detail: text, weight: 1 };
    case "rate_limit":
      return { reason: "rate_limit", detail: text, weight: 2 };
    case "api_error":
    case "operation_failed":
    case "transaction_failed":
    case "system_error":
      return ofError(event, text);
    default:
      return SKIPPED.test(event.event_type)
        ? { reason: byText(text) ?? "skipped", detail: text, weight: 3 }
        : undefined;
  }
}

function holdDetail(event: TradingEvent, text: string): string {
  const [confidence, threshold] = [dataNumber(event, "confidence"), dataNumber(event, "threshold")];
  if (confidence === undefined) return text;
  if (threshold === undefined) return `confidence ${confidence}`;
  return `confidence ${confidence} ${confidence < threshold ? "below" : "not below"} ${threshold}`;
}

function ofLimit(event: TradingEvent): { reason: NoTradeReason; detail: string } {
  const name = limitName(event);
  if (isDailyLoss(event)) return { reason: "daily_loss", detail: amounts(event, name) };
  const reason = /minimum.?order|min.?(size|notional|quantity)/i.test(name) ? "position_size_zero" : undefined;
  return {
    reason: reason ?? byText(name) ?? byText(reasonIn(event) ?? "") ?? "risk_limit",
    detail: amounts(event, name),
  };
}

function amounts(event: TradingEvent, name: string): string {
  const current = firstDecimal(event, "current_value", "current_loss", "requested_size", "heat");
  const limit = firstDecimal(event, "limit_value", "max_allowed");
  return current === undefined || limit === undefined ? name : `${name}: ${current} of ${limit}`;
}

/** A retry that fails says the same as the call that it repeats, so errors replace each other. */
function ofError(event: TradingEvent, text: string): Classified {
  const detail = errorText(event) ?? text;
  const words = `${event.exception_type ?? ""} ${event.status ?? ""} ${detail}`;
  // Neither a lifetime's route nor a runtime's output.
  const reason = /time[sd]?[\s_-]?out(?!put)|deadline/i.test(cut(words, MAX_PATTERN_LENGTH)) ? "timeout" : "api_error";
  // What gives up after several attempts says less than the attempt that failed.
  return { reason, detail, weight: event.event_type === "operation_failed" ? 1 : 2 };
}

function byText(text: string): NoTradeReason | undefined {
  if (/cool.?down|too soon|throttl/i.test(text)) return "cooldown";
  if (
    /already (open|in|holding|have)|positions?.per.symbol|existing position|position (is )?(already )?open/i.test(text)
  )
    return "position_open";
  if (/market (is )?closed|outside .{0,20}hours|session (is )?closed|not trading|halted/i.test(text))
    return "market_closed";
  return undefined;
}
