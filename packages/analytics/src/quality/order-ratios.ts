import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import type { Counted } from "./bounded-groups.ts";
import { money } from "../decimal/money.ts";
import { isPositive } from "./fields.ts";
import type { OrderLife } from "./order-life.ts";
import { isWhole } from "./order-life.ts";

export interface OrderRatios {
  readonly orders: number;
  readonly accepted: number;
  readonly filled: number;
  /** Ended or open with a part of what was wanted. */
  readonly partially_filled: number;
  readonly cancelled: number;
  readonly rejected: number;
  readonly open: number;
  /** Of which the log has fills or an end, but no `order_placed`. */
  readonly never_placed: number;
  /** Wholly filled / orders. */
  readonly fill_ratio: Figure;
  /** Mean over the orders of filled / wanted quantity. */
  readonly mean_filled_share: Figure;
  /** Cancelled orders, with or without a part, / orders. */
  readonly cancel_ratio: Figure;
  readonly reject_ratio: Figure;
  readonly cancel_reasons: readonly Counted[];
  readonly reject_reasons: readonly Counted[];
}

/** Counts what orders came to. */
export class OrderOutcomes {
  readonly #counts = { orders: 0, accepted: 0, filled: 0, partial: 0, cancelled: 0, rejected: 0, open: 0, unplaced: 0 };
  readonly #cancelReasons = new BoundedGroups(() => undefined);
  readonly #rejectReasons = new BoundedGroups(() => undefined);
  #shares = 0;
  #shared = 0;

  add(order: OrderLife): void {
    const counts = this.#counts;
    counts.orders++;
    if (order.acceptedUs !== undefined) counts.accepted++;
    if (order.placedUs === undefined) counts.unplaced++;
    counts[order.status]++;
    if (order.filled.gt(0) && order.status !== "filled" && !isWhole(order)) counts.partial++;
    if (order.status === "cancelled") this.#cancelReasons.count(order.reason);
    if (order.status === "rejected") this.#rejectReasons.count(order.reason);
    if (isPositive(order.wanted)) {
      this.#shares += Math.min(1, Number(order.filled.div(money(order.wanted))));
      this.#shared++;
    }
  }

  get ratios(): OrderRatios {
    const { orders, accepted, filled, partial, cancelled, rejected, open, unplaced } = this.#counts;
    const none = "no orders";
    return {
      orders,
      accepted,
      filled,
      partially_filled: partial,
      cancelled,
      rejected,
      open,
      never_placed: unplaced,
      fill_ratio: figure(filled / orders, none),
      mean_filled_share: figure(this.#shares / this.#shared, "no order says its quantity"),
      cancel_ratio: figure(cancelled / orders, none),
      reject_ratio: figure(rejected / orders, none),
      cancel_reasons: countedOf(this.#cancelReasons),
      reject_reasons: countedOf(this.#rejectReasons),
    };
  }
}
