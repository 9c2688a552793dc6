import type { DecimalText } from "@daybook/protocol";

/** Ids that a trade names at most: a market maker's position may never be flat. */
export const MAX_TRADE_IDS = 1_000;

/** A closed trade, from flat to flat. Money is exact decimal text; times are RFC 3339 UTC with six fraction digits. */
export interface Trade {
  /** `trade_id`, else the id of the event that opened it. */
  readonly id: string;
  readonly source: "events" | "fills";
  readonly symbol: string;
  readonly strategy: string;
  readonly exchange: string;
  /** Of {@link pnl} and {@link fees}; empty when no event says it. */
  readonly currency: string;
  readonly side: "long" | "short";
  readonly quantity: DecimalText;
  /** Average over all parts. */
  readonly entry_price: DecimalText;
  readonly exit_price: DecimalText;
  readonly entry_time: string;
  readonly exit_time: string;
  readonly exit_reason: string;
  /** Net result: as the exit events report it, else computed. */
  readonly pnl: DecimalText;
  /** Quantity × price − fees (+ funding), when it differs from what was reported by more than the tolerance. */
  readonly pnl_computed?: DecimalText;
  /** Entry fees as logged; those that the exit repeats are not counted twice. */
  readonly fees_entry: DecimalText;
  readonly fees_exit: DecimalText;
  readonly funding: DecimalText;
  /** Entry price × quantity. */
  readonly volume_entry: DecimalText;
  /** Share of the entry's volume that was won or lost; null without a volume. */
  readonly return: number | null;
  readonly duration_ms: number;
  /** Largest gain and loss on the way as a share of the entry price, where prices were logged; MFE ≥ 0 ≥ MAE. */
  readonly mfe: number | null;
  readonly mae: number | null;
  /** Ids of the events that it was made of, oldest first, up to {@link MAX_TRADE_IDS}; the way to their lines. */
  readonly event_ids: readonly string[];
  readonly order_ids: readonly string[];
}

/** A position that is still open at the end. Listed, not counted. */
export interface OpenPosition {
  readonly id: string;
  readonly source: "events" | "fills";
  readonly symbol: string;
  readonly strategy: string;
  readonly exchange: string;
  readonly currency: string;
  readonly side: "long" | "short";
  /** What is left of it. */
  readonly quantity: DecimalText;
  readonly entry_price: DecimalText;
  readonly entry_time: string;
  /** Booked by partial exits. */
  readonly realised: DecimalText;
  readonly fees: DecimalText;
  /** The newest price that was logged, and what closing at it would bring before fees. */
  readonly mark_price: DecimalText | null;
  readonly unrealised: DecimalText | null;
}

/** An exit whose entry was never logged, or whose parts do not fit. Not counted; its money is shown. */
export interface IncompleteTrade {
  readonly id: string;
  readonly symbol: string;
  readonly strategy: string;
  readonly currency: string;
  readonly timestamp: string;
  readonly problem: "exit without entry";
  readonly pnl: DecimalText | null;
  readonly event_id: string;
}

/** A change of money at a moment: what a day's result is the sum of. */
export interface Booking {
  readonly timestamp: string;
  readonly kind: "pnl" | "funding" | "deposit" | "withdrawal";
  readonly currency: string;
  readonly amount: DecimalText;
  /** Part of {@link amount} already taken off. */
  readonly fees: DecimalText;
  readonly symbol: string;
  readonly strategy: string;
}

/** Where assembled trades go, in the order of their close. */
export interface TradeSink {
  trade(trade: Trade): void;
  booking?(booking: Booking): void;
}
