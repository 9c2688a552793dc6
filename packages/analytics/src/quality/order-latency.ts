import type { TradingEvent } from "../events/trading-event.ts";
import { Distribution } from "./distribution.ts";
import type { Spread } from "./distribution.ts";
import { loggedMs } from "./fields.ts";
import type { OrderLife } from "./order-life.ts";

/** Way of an order, each stage in milliseconds between the times of two events. */
export interface LatencyFigures {
  readonly signal_to_decision_ms: Spread;
  readonly decision_to_order_ms: Spread;
  /** Of orders that follow a signal without a decision between. */
  readonly signal_to_order_ms: Spread;
  readonly order_to_ack_ms: Spread;
  readonly ack_to_fill_ms: Spread;
  readonly order_to_fill_ms: Spread;
  readonly first_to_last_fill_ms: Spread;
  readonly signal_to_fill_ms: Spread;
  /** As fills report it themselves (`latency_ms`, `latency_us`). */
  readonly logged_fill_ms: Spread;
  /** Stages that ended before they began: the clocks of two machines disagree. In no figure. */
  readonly negative: number;
}

const STAGES = [
  "signal_to_decision_ms",
  "decision_to_order_ms",
  "signal_to_order_ms",
  "order_to_ack_ms",
  "ack_to_fill_ms",
  "order_to_fill_ms",
  "first_to_last_fill_ms",
  "signal_to_fill_ms",
] as const;
type Stage = (typeof STAGES)[number];

export class OrderLatency {
  readonly #stages = new Map<Stage, Distribution>(STAGES.map((stage) => [stage, new Distribution()]));
  readonly #logged = new Distribution();
  #negative = 0;

  /** A fill's own word. */
  addFill(event: TradingEvent): void {
    const ms = loggedMs(event);
    if (ms === undefined) return;
    if (ms < 0) this.#negative++;
    else this.#logged.add(ms);
  }

  addOrder(order: OrderLife): void {
    const { placedUs, acceptedUs, firstFillUs, lastFillUs, origin } = order;
    const { signalUs, decisionUs } = origin ?? { signalUs: undefined, decisionUs: undefined };
    this.#between("signal_to_decision_ms", signalUs, decisionUs);
    this.#between("decision_to_order_ms", decisionUs, placedUs);
    if (decisionUs === undefined) this.#between("signal_to_order_ms", signalUs, placedUs);
    this.#between("order_to_ack_ms", placedUs, acceptedUs);
    this.#between("ack_to_fill_ms", acceptedUs, firstFillUs);
    this.#between("order_to_fill_ms", placedUs, firstFillUs);
    if (lastFillUs !== firstFillUs) this.#between("first_to_last_fill_ms", firstFillUs, lastFillUs);
    this.#between("signal_to_fill_ms", signalUs, firstFillUs);
  }

  get figures(): LatencyFigures {
    const spread = (stage: Stage): Spread =>
      (this.#stages.get(stage) as Distribution).spread("no order has both times");
    return {
      signal_to_decision_ms: spread("signal_to_decision_ms"),
      decision_to_order_ms: spread("decision_to_order_ms"),
      signal_to_order_ms: spread("signal_to_order_ms"),
      order_to_ack_ms: spread("order_to_ack_ms"),
      ack_to_fill_ms: spread("ack_to_fill_ms"),
      order_to_fill_ms: spread("order_to_fill_ms"),
      first_to_last_fill_ms: spread("first_to_last_fill_ms"),
      signal_to_fill_ms: spread("signal_to_fill_ms"),
      logged_fill_ms: this.#logged.spread("no fill reports its latency"),
      negative: this.#negative,
    };
  }

  #between(stage: Stage, fromUs: number | undefined, toUs: number | undefined): void {
    if (fromUs === undefined || toUs === undefined) return;
    const ms = (toUs - fromUs) / 1_000;
    if (ms < 0) this.#negative++;
    else (this.#stages.get(stage) as Distribution).add(ms);
  }
}
