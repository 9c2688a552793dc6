import type { DecimalText } from "@daybook/protocol";
import { RepeatFilter } from "../events/event-order.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { MAX_CURRENCIES } from "./limits.ts";
import type { OrderRatios } from "./order-ratios.ts";
import { OrderOutcomes } from "./order-ratios.ts";
import { OrderFollower } from "./order-follower.ts";
import { OrderLatency } from "./order-latency.ts";
import type { LatencyFigures } from "./order-latency.ts";
import type { OrderLife } from "./order-life.ts";
import { ShortfallSum, shortfallOf } from "./shortfall.ts";
import type { ShortfallFigures, Unmeasured } from "./shortfall.ts";
import { SlippageBook } from "./slippage.ts";
import type { SlippageFigures } from "./slippage.ts";
import { TradeSuccess } from "./trade-success.ts";
import type { GasFigures, TradeSuccessFigures } from "./trade-success.ts";

export interface ExecutionQualityResult {
  readonly orders: OrderRatios;
  readonly slippage: SlippageFigures;
  readonly shortfall: {
    readonly by_currency: readonly ShortfallFigures[];
    readonly unmeasured: Readonly<Record<string, number>>;
  };
  readonly latency: LatencyFigures;
  readonly trade_success: TradeSuccessFigures;
  readonly gas: GasFigures;
  /** Fees in currencies for which no price was logged: in no figure. */
  readonly other_fees: Readonly<Record<string, DecimalText>>;
  /** What was read twice, could not be read, or did not fit into memory. */
  readonly left_out: {
    readonly repeated_events: number;
    readonly repeated_fills: number;
    readonly unreadable_fills: number;
    readonly orders_settled_early: number;
    readonly forgotten_signals: number;
    readonly shortfalls_of_further_currencies: number;
    readonly slippage_groups: LeftOut;
  };
}

/** How well orders were executed, from the events alone. Events come in the order of `compareEvents`. */
export class ExecutionQuality {
  readonly #repeats = new RepeatFilter();
  readonly #orders: OrderFollower;
  readonly #outcomes = new OrderOutcomes();
  readonly #slippage = new SlippageBook();
  readonly #latency = new OrderLatency();
  readonly #success = new TradeSuccess();
  readonly #shortfalls = new Map<string, ShortfallSum>();
  readonly #unmeasured = new Map<Unmeasured, number>();
  #furtherCurrencies = 0;

  constructor() {
    this.#orders = new OrderFollower((order, lastPrice) => this.#settle(order, lastPrice));
  }

  add(event: TradingEvent): void {
    const { event_type: type } = event;
    if (!EXECUTION_EVENT_TYPES.has(type)) return;
    // Prices are the bulk of the events, and one that comes twice changes nothing.
    if (type !== "price" && this.#repeats.isRepeat(event)) return;
    this.#success.add(event);
    this.#orders.add(event);
    if (type === "order_filled" || type === "order_partially_filled") this.#latency.addFill(event);
  }

  /** Settles the orders that are still open as they stand; for the end of the events. */
  finish(): ExecutionQualityResult {
    this.#orders.finish();
    return {
      orders: this.#outcomes.ratios,
      slippage: this.#slippage.figures,
      shortfall: {
        by_currency: [...this.#shortfalls]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([currency, sum]) => sum.figures(currency)),
        unmeasured: Object.fromEntries([...this.#unmeasured].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      latency: this.#latency.figures,
      trade_success: this.#success.figures,
      gas: this.#success.gas,
      other_fees: Object.fromEntries(this.#orders.otherFees),
      left_out: {
        repeated_events: this.#repeats.repeats,
        repeated_fills: this.#orders.repeatedFills,
        unreadable_fills: this.#orders.unreadableFills,
        orders_settled_early: this.#orders.settledEarly,
        forgotten_signals: this.#orders.forgottenSignals,
        shortfalls_of_further_currencies: this.#furtherCurrencies,
        slippage_groups: this.#slippage.leftOut,
      },
    };
  }

  #settle(order: OrderLife, lastPrice: DecimalText | undefined): void {
    this.#outcomes.add(order);
    this.#slippage.add(order);
    this.#latency.addOrder(order);
    const shortfall = shortfallOf(order, lastPrice);
    if (typeof shortfall === "string") {
      this.#unmeasured.set(shortfall, (this.#unmeasured.get(shortfall) ?? 0) + 1);
      return;
    }
    let sum = this.#shortfalls.get(order.currency);
    if (sum === undefined) {
      if (this.#shortfalls.size >= MAX_CURRENCIES) {
        this.#furtherCurrencies++;
        return;
      }
      sum = new ShortfallSum();
      this.#shortfalls.set(order.currency, sum);
    }
    sum.add(shortfall);
  }
}

/** Event types that execution quality reads; others change nothing. */
export const EXECUTION_EVENT_TYPES: ReadonlySet<string> = new Set([
  "price",
  "position_snapshot",
  "signal_generated",
  "strategy_signal",
  "entry_signal",
  "exit_signal",
  "signal_received",
  "stop_loss_hit",
  "take_profit_hit",
  "ai_decision",
  "order_placed",
  "order_accepted",
  "order_partially_filled",
  "order_filled",
  "order_cancelled",
  "order_rejected",
  "trade_executed",
  "execution_attempt",
  "transaction_failed",
]);
