import type { TradingEvent } from "../events/trading-event.ts";
import type { Counted, LeftOut } from "./bounded-groups.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { patternOf } from "./error-fingerprint.ts";
import { statusOf } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { MAX_EXAMPLES, SIGNAL_HORIZON_US } from "./limits.ts";
import type { NoTradeReason } from "./no-trade-reason.ts";
import { reasonOf } from "./no-trade-reason.ts";
import { SIGNAL_TYPES } from "./origins.ts";
import { RepeatIds } from "./repeat-ids.ts";
import { WaitingSignals } from "./waiting-signals.ts";
import type { WaitingSignal } from "./waiting-signals.ts";

export interface NoTradeRow {
  readonly signal_id: string;
  readonly timestamp: string;
  readonly symbol: string;
  readonly strategy: string;
  readonly trade_id: string;
  readonly request_id: string;
  readonly had_order: boolean;
  readonly reason: NoTradeReason;
  readonly detail: string;
  /** The event that says so; empty when none does. */
  readonly reason_event_id: string;
}

export interface NoTradeResult {
  /** Signals, and decisions without a signal. One that was followed by a decision counts once. */
  readonly signals: number;
  readonly traded: number;
  readonly not_traded: number;
  /** Newer than the horizon when the events end, and without a reason: their order may still come. */
  readonly undecided: number;
  readonly by_reason: readonly {
    readonly reason: string;
    readonly count: number;
    readonly details: readonly Counted[];
  }[];
  readonly by_strategy: readonly Counted[];
  /** The newest, oldest of them first. */
  readonly rows: readonly NoTradeRow[];
  readonly left_out: {
    readonly repeated_events: number;
    readonly rows: number;
    readonly strategies: LeftOut;
    /** Signals that were settled early, since too many waited. */
    readonly settled_early: number;
  };
}

const ENTERED: ReadonlySet<string> = new Set([
  "order_filled",
  "order_partially_filled",
  "trade_entry",
  "trade_executed",
]);
const NOT_EXECUTED = /fail|reject|cancel|error|revert/i;
const DETAILS = 20;

/** Signals that did not become a trade, each with the reason that the events after it give. Events come in order of time. */
export class NoTrade {
  readonly #repeats = new RepeatIds();
  readonly #waiting = new WaitingSignals((signal) => this.#settle(signal));
  readonly #reasons = new BoundedGroups(() => new BoundedGroups(() => undefined, DETAILS));
  readonly #strategies = new BoundedGroups(() => undefined);
  readonly #rows: NoTradeRow[] = [];
  /** Exchanges whose market is closed, as `market_status` told last; "" when it names none. */
  readonly #closed = new Set<string>();
  #signals = 0;
  #notTraded = 0;
  #undecided = 0;
  #nowUs = 0;

  add(event: TradingEvent): void {
    if (this.#repeats.isRepeat(event)) return;
    const { event_type: type } = event;
    this.#nowUs = microsOf(event.timestamp);
    if (type === "market_status") return this.#mark(event);
    if (SIGNAL_TYPES.has(type)) return this.#begin(event);
    if (type === "ai_decision" && this.#waiting.of(event) === undefined && !this.#waiting.isDone(event)) {
      this.#begin(event);
    }
    const signal = this.#waiting.of(event);
    if (signal === undefined) return;
    if (type === "order_placed") this.#waiting.placed(signal, event);
    if (ENTERED.has(type) && !NOT_EXECUTED.test(statusOf(event) ?? "")) return this.#waiting.done(signal);
    const found = reasonOf(event);
    if (found !== undefined && found.weight >= (signal.found?.weight ?? 0)) signal.found = found;
  }

  /** Settles the signals that still wait; for the end of the events. */
  finish(): NoTradeResult {
    this.#waiting.finish();
    return {
      signals: this.#signals,
      traded: this.#signals - this.#notTraded - this.#undecided,
      not_traded: this.#notTraded,
      undecided: this.#undecided,
      by_reason: this.#reasons.groups.map(({ key, count, value }) => ({
        reason: key,
        count,
        details: countedOf(value),
      })),
      by_strategy: countedOf(this.#strategies),
      rows: [...this.#rows],
      left_out: {
        repeated_events: this.#repeats.repeats,
        rows: this.#notTraded - this.#rows.length,
        strategies: this.#strategies.leftOut,
        settled_early: this.#waiting.settledEarly,
      },
    };
  }

  #begin(event: TradingEvent): void {
    // A signal may be told when it is generated and again when it is received.
    if (this.#waiting.isSame(event)) return;
    this.#signals++;
    const isClosed = this.#closed.has("") || this.#closed.has(event.exchange ?? "");
    this.#waiting.add(event, isClosed ? { reason: "market_closed", detail: "", event_id: "", weight: 0 } : undefined);
  }

  #mark(event: TradingEvent): void {
    const isOpen = event.data?.["is_open"] ?? !/closed|halt|break/i.test(statusOf(event) ?? "");
    const exchange = event.exchange ?? "";
    if (isOpen === false) {
      if (this.#closed.size < MAX_EXAMPLES) this.#closed.add(exchange);
    } else this.#closed.delete(exchange);
  }

  #settle(signal: WaitingSignal): void {
    const { found, hadOrder, us, ...about } = signal.about();
    if (found === undefined && this.#nowUs - us < SIGNAL_HORIZON_US) {
      this.#undecided++;
      return;
    }
    const reason = found?.reason ?? (hadOrder ? "order_unfilled" : "no_reason_logged");
    const detail = found?.detail ?? "";
    this.#notTraded++;
    // A confidence of 0.41 and one of 0.42 were refused for the same.
    this.#reasons.count(reason).count(detail === "" ? "no detail" : patternOf(detail));
    this.#strategies.count(about.strategy);
    this.#rows.push({ ...about, had_order: hadOrder, reason, detail, reason_event_id: found?.event_id ?? "" });
    if (this.#rows.length > MAX_EXAMPLES) this.#rows.shift();
  }
}
