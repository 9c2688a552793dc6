import { compareEvents } from "./event-order.ts";
import type { TradingEvent } from "./trading-event.ts";

/**
 * Brings events that come in the order of time into the order of `compareEvents`: those of one instant are held until it is
 * over.
 */
export class InstantSorter {
  readonly #next: (event: TradingEvent) => void;
  #held: TradingEvent[] = [];

  constructor(next: (event: TradingEvent) => void) {
    this.#next = next;
  }

  add(event: TradingEvent): void {
    const first = this.#held[0];
    if (first !== undefined && first.timestamp !== event.timestamp) this.flush();
    this.#held.push(event);
  }

  /** After the last event. */
  flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    if (held.length > 1) held.sort(compareEvents);
    for (const event of held) this.#next(event);
  }
}
