import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_IDS_OF_INSTANT } from "./limits.ts";
import { RecentMap } from "./recent-map.ts";

/**
 * Knows an event that was written twice by its id. Events come in order of time and a copy has its original's time: what is
 * remembered is one instant, and of it the newest ids. Two decisions on one trade in one instant are both real, so nothing but the id counts.
 */
export class RepeatIds {
  #instant = "";
  readonly #ids = new RecentMap<true>(MAX_IDS_OF_INSTANT);
  repeats = 0;

  isRepeat({ timestamp, id }: TradingEvent): boolean {
    if (timestamp !== this.#instant) {
      this.#instant = timestamp;
      this.#ids.clear();
    }
    if (id === undefined) return false;
    if (this.#ids.has(id)) {
      this.repeats++;
      return true;
    }
    this.#ids.set(id, true);
    return false;
  }
}
