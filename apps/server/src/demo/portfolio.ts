import type { Fixed } from "./fixed.ts";
import { multiply } from "./fixed.ts";
import type { Quote } from "./market.ts";

export type Side = "buy" | "sell";

/** A trade from its entry to its exit. */
export interface Position {
  readonly tradeId: string;
  readonly requestId: string;
  readonly strategy: string;
  readonly quote: Quote;
  /** `buy`: long. */
  readonly side: Side;
  readonly openedMs: number;
  readonly entryPrice: Fixed;
  readonly stopLoss: Fixed;
  readonly takeProfit: Fixed;
  /** What is still open. */
  quantity: Fixed;
  readonly entryFees: Fixed;
  /** Result of the parts that are closed, their fees taken off. */
  realised: Fixed;
  /** An exit order is on its way. */
  closing: boolean;
  halved: boolean;
}

/** One account in USDT. All sums are exact. */
export class Portfolio {
  readonly currency = "USDT";
  readonly positions: Position[] = [];
  readonly startBalance: Fixed;
  /** Realised: start, deposits and results, fees taken off. */
  balance: Fixed;
  /** Result since the day began. */
  dayResult: Fixed = 0n;
  /** No new trades until a person says so. */
  halted = false;
  won = 0;
  lost = 0;

  constructor(startBalance: Fixed) {
    this.startBalance = startBalance;
    this.balance = startBalance;
  }

  /** What the open positions would bring now. */
  get unrealised(): Fixed {
    let sum = 0n;
    for (const position of this.positions) sum += resultOf(position, position.quote.price, position.quantity);
    return sum;
  }

  get equity(): Fixed {
    return this.balance + this.unrealised;
  }

  /** Value of all open positions. */
  get exposure(): Fixed {
    let sum = 0n;
    for (const position of this.positions) sum += multiply(position.quote.price, position.quantity);
    return sum;
  }

  /** Books a result and its fees. */
  book(result: Fixed, fees: Fixed): void {
    this.balance += result - fees;
    this.dayResult += result - fees;
  }

  remove(position: Position): void {
    const at = this.positions.indexOf(position);
    if (at >= 0) this.positions.splice(at, 1);
  }
}

/** What closing `quantity` of the position at `price` brings, before fees. */
export function resultOf(position: Position, price: Fixed, quantity: Fixed): Fixed {
  const difference = position.side === "buy" ? price - position.entryPrice : position.entryPrice - price;
  return multiply(difference, quantity);
}
