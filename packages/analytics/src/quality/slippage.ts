import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { Distribution } from "./distribution.ts";
import type { Spread } from "./distribution.ts";
import { cut } from "./fields.ts";
import { MAX_EXAMPLES } from "./limits.ts";
import type { ArrivalSource, OrderLife } from "./order-life.ts";
import { ARRIVAL_SOURCES, slippageBps } from "./order-life.ts";

export interface SlippageGroup {
  readonly name: string;
  readonly orders: number;
  readonly mean_bps: Figure;
  readonly p50_bps: Figure;
  readonly worst_bps: Figure;
}

export interface SlippageExample {
  readonly order_id: string;
  readonly event_id: string;
  readonly symbol: string;
  readonly slippage_bps: number;
}

/** Basis points of the arrival price; above zero it cost something. */
export interface SlippageFigures {
  readonly bps: Spread;
  /** Each order by the value of what was filled, at its arrival price. */
  readonly value_weighted_bps: Figure;
  /** Orders with fills, by where their arrival price came from. */
  readonly arrival_sources: Readonly<Record<ArrivalSource, number>>;
  readonly by_symbol: readonly SlippageGroup[];
  readonly by_strategy: readonly SlippageGroup[];
  /** The dearest orders first. */
  readonly worst: readonly SlippageExample[];
}

export class SlippageBook {
  readonly #all = new Distribution();
  readonly #bySymbol = new BoundedGroups(() => new GroupSum());
  readonly #byStrategy = new BoundedGroups(() => new GroupSum());
  readonly #sources = Object.fromEntries(ARRIVAL_SOURCES.map((source) => [source, 0])) as Record<ArrivalSource, number>;
  #worst: SlippageExample[] = [];
  /** Values in several currencies are no weights for one another. */
  #currency: string | undefined;
  #isOneCurrency = true;
  #cost = 0;
  #value = 0;

  add(order: OrderLife): void {
    if (order.filled.eq(0)) return;
    this.#sources[order.arrivalSource]++;
    const bps = slippageBps(order);
    if (bps === undefined) return;
    this.#all.add(bps);
    this.#bySymbol.count(order.symbol).add(bps);
    this.#byStrategy.count(order.strategy).add(bps);
    const value = Number(order.filled) * Number(order.arrival);
    this.#cost += bps * value;
    this.#value += value;
    this.#currency ??= order.currency;
    if (order.currency !== this.#currency) this.#isOneCurrency = false;
    const { order_id, event_id, symbol } = order;
    this.#keepWorst({ order_id, event_id, symbol: cut(symbol), slippage_bps: bps });
  }

  get figures(): SlippageFigures {
    const none = "no filled order has an arrival price";
    return {
      bps: this.#all.spread(none),
      value_weighted_bps: this.#weighted(none),
      arrival_sources: { ...this.#sources },
      by_symbol: this.#bySymbol.groups.map(({ key, value }) => value.figures(key)),
      by_strategy: this.#byStrategy.groups.map(({ key, value }) => value.figures(key)),
      worst: this.#sortedWorst(),
    };
  }

  get leftOut(): LeftOut {
    const [symbols, strategies] = [this.#bySymbol.leftOut, this.#byStrategy.leftOut];
    return { groups: symbols.groups + strategies.groups, count: symbols.count + strategies.count };
  }

  #weighted(none: string): Figure {
    if (!this.#isOneCurrency) return { value: null, reason: "orders in several currencies" };
    return figure(this.#cost / this.#value, none);
  }

  #keepWorst(example: SlippageExample): void {
    this.#worst.push(example);
    if (this.#worst.length >= 2 * MAX_EXAMPLES) this.#worst = this.#sortedWorst();
  }

  #sortedWorst(): SlippageExample[] {
    return this.#worst
      .toSorted((a, b) => b.slippage_bps - a.slippage_bps || (a.order_id < b.order_id ? -1 : 1))
      .slice(0, MAX_EXAMPLES);
  }
}

class GroupSum {
  readonly #values = new Distribution();

  add(bps: number): void {
    this.#values.add(bps);
  }

  figures(name: string): SlippageGroup {
    const { count, mean, p50, max } = this.#values.spread("no orders");
    return { name, orders: count, mean_bps: mean, p50_bps: p50, worst_bps: max };
  }
}
