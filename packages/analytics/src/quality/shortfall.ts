import type { DecimalText } from "@daybook/protocol";
import { ExactSum } from "../decimal/exact-sum.ts";
import type { Big } from "../decimal/money.ts";
import { ZERO, money } from "../decimal/money.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { OrderLife } from "./order-life.ts";

const PARTS = ["delay", "execution", "opportunity", "fees"] as const;
type Part = (typeof PARTS)[number];

/** What an order lost against a portfolio on paper that had all of it at the decision's price. Costs are above zero. */
export interface Shortfall {
  readonly parts: Readonly<Record<Part, Big>>;
  /** Wanted quantity × decision price. */
  readonly paperValue: Big;
  readonly benchmark: "decision" | "arrival";
}

/** Why an order has no shortfall. */
export type Unmeasured =
  | "no price at decision or arrival"
  | "no side"
  | "no quantity"
  | "no price for the unfilled part";

/**
 * Implementation shortfall (Perold, "The implementation shortfall: paper versus reality", Journal of Portfolio Management
 * 1988), split at the arrival of the order (Wagner and Edwards, Financial Analysts Journal 1993). With d = ±1, S wanted,
 * X filled, P the price at d(ecision), a(rrival) and n(ow):
 * delay = d·X·(Pa − Pd), execution = d·(Σ fills − X·Pa), opportunity = d·(S − X)·(Pn − Pd). Together with the fees they
 * are the paper portfolio's result less the real one's, to the last digit.
 */
export function shortfallOf(order: OrderLife, lastPrice: DecimalText | undefined): Shortfall | Unmeasured {
  const { direction, filled, cost, arrival } = order;
  const decision = order.origin?.price ?? arrival;
  if (decision === undefined) return "no price at decision or arrival";
  if (direction === undefined) return "no side";
  const wanted = order.wanted === undefined ? filled : money(order.wanted);
  if (wanted.lte(0)) return "no quantity";
  const unfilled = wanted.gt(filled) ? wanted.minus(filled) : ZERO;
  const now = order.endPrice ?? lastPrice;
  if (unfilled.gt(0) && now === undefined) return "no price for the unfilled part";
  const decided = money(decision);
  const arrived = money(arrival ?? decision);
  return {
    parts: {
      delay: filled.times(arrived.minus(decided)).times(direction),
      execution: cost.minus(filled.times(arrived)).times(direction),
      opportunity: unfilled.times(money(now ?? decision).minus(decided)).times(direction),
      fees: order.fees,
    },
    paperValue: wanted.times(decided),
    benchmark: order.origin?.price === undefined ? "arrival" : "decision",
  };
}

export interface ShortfallFigures {
  readonly currency: string;
  readonly orders: number;
  /** Orders that were measured from their arrival, since no signal or decision named a price: their delay is zero. */
  readonly orders_from_arrival: number;
  readonly paper_value: DecimalText;
  readonly delay: DecimalText;
  readonly execution: DecimalText;
  readonly opportunity: DecimalText;
  readonly fees: DecimalText;
  readonly total: DecimalText;
  /** Shares of the paper portfolio's value in basis points. */
  readonly delay_bps: Figure;
  readonly execution_bps: Figure;
  readonly opportunity_bps: Figure;
  readonly fees_bps: Figure;
  readonly total_bps: Figure;
}

/** Adds up the shortfall of orders of one currency. */
export class ShortfallSum {
  readonly #parts = {
    delay: new ExactSum(),
    execution: new ExactSum(),
    opportunity: new ExactSum(),
    fees: new ExactSum(),
  };
  readonly #paper = new ExactSum();
  readonly #total = new ExactSum();
  #orders = 0;
  #fromArrival = 0;

  add(shortfall: Shortfall): void {
    for (const part of PARTS) {
      this.#parts[part].addBig(shortfall.parts[part]);
      this.#total.addBig(shortfall.parts[part]);
    }
    this.#paper.addBig(shortfall.paperValue);
    this.#orders++;
    if (shortfall.benchmark === "arrival") this.#fromArrival++;
  }

  figures(currency: string): ShortfallFigures {
    const paper = this.#paper.value;
    const bps = (sum: ExactSum): Figure =>
      paper.gt(0)
        ? figure(Number(sum.value.times(10_000).div(paper)), "")
        : { value: null, reason: "nothing was wanted" };
    const { delay, execution, opportunity, fees } = this.#parts;
    return {
      currency,
      orders: this.#orders,
      orders_from_arrival: this.#fromArrival,
      paper_value: this.#paper.text,
      delay: delay.text,
      execution: execution.text,
      opportunity: opportunity.text,
      fees: fees.text,
      total: this.#total.text,
      delay_bps: bps(delay),
      execution_bps: bps(execution),
      opportunity_bps: bps(opportunity),
      fees_bps: bps(fees),
      total_bps: bps(this.#total),
    };
  }
}
