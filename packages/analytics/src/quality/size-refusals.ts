import type { DecimalText } from "@daybook/protocol";
import type { TradingEvent } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { Counted, LeftOut } from "./bounded-groups.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { cut, firstDecimal } from "./fields.ts";
import { MAX_EXAMPLES } from "./limits.ts";

export interface SizeRefusal {
  readonly timestamp: string;
  readonly event_id: string;
  readonly symbol: string;
  readonly strategy: string;
  readonly requested: DecimalText;
  readonly allowed: DecimalText | null;
  readonly portfolio_value: DecimalText | null;
  /** |requested / allowed|: a short position may have a sign. */
  readonly excess: Figure;
}

export interface SizeRefusalFigures {
  readonly count: number;
  readonly by_symbol: readonly Counted[];
  readonly symbols_left_out: LeftOut;
  /** The newest, oldest of them first. */
  readonly examples: readonly SizeRefusal[];
  readonly examples_left_out: number;
}

/** Positions that were wanted and refused for their size. */
export class SizeRefusals {
  readonly #bySymbol = new BoundedGroups(() => undefined);
  readonly #examples: SizeRefusal[] = [];
  #count = 0;

  add(event: TradingEvent): void {
    const requested = firstDecimal(event, "requested_size", "requested_quantity", "requested_value");
    if (requested === undefined) return;
    const allowed = firstDecimal(event, "max_allowed", "max_size", "allowed_size", "limit_value");
    this.#count++;
    this.#bySymbol.count(event.symbol ?? "");
    this.#examples.push({
      timestamp: event.timestamp,
      event_id: event.id ?? "",
      symbol: cut(event.symbol ?? ""),
      strategy: cut(event.strategy ?? ""),
      requested,
      allowed: allowed ?? null,
      portfolio_value: firstDecimal(event, "portfolio_value", "equity") ?? null,
      excess: figure(Math.abs(Number(requested) / Number(allowed)), "no limit above zero was logged"),
    });
    if (this.#examples.length > MAX_EXAMPLES) this.#examples.shift();
  }

  get figures(): SizeRefusalFigures {
    return {
      count: this.#count,
      by_symbol: countedOf(this.#bySymbol),
      symbols_left_out: this.#bySymbol.leftOut,
      examples: [...this.#examples],
      examples_left_out: this.#count - this.#examples.length,
    };
  }
}
