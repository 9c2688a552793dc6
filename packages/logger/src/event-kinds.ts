import type { Level } from "@daybook/protocol";
import { LEVEL_RANK } from "@daybook/protocol";
import { EVENT_CALLS } from "./event-calls.ts";
import { MAX_REMEMBERED_NAMES } from "./limits.ts";

/**
 * An event type at a level: what can be known of an event before it happens. Sinks decide once for
 * each kind what they do with it.
 */
export interface EventKind {
  /** Small and dense for remembered kinds; -1 when this one is not remembered. */
  readonly index: number;
  readonly eventType: string;
  readonly level: Level;
  readonly rank: number;
  /** `trade`, `risk`, `system` …; empty for plain messages and own event types. */
  readonly category: string;
  /** Belongs to the classes that are kept for years and are the last to be given up. */
  readonly audited: boolean;
}

/** The event type of calls like `info()` that name none. */
export const PLAIN_EVENT_TYPE = "log";

const AUDITED = new Set(["account", "trade", "execution", "decision", "risk", "access"]);

const CATEGORIES = new Map<string, string>(
  Object.entries(EVENT_CALLS).flatMap(([category, calls]) => Object.keys(calls).map((type) => [type, category])),
);

/** All kinds that one logger and its children have used. The same type and level give the same object. */
export class EventKinds {
  readonly #byType = new Map<string, EventKind[]>();
  #count = 0;

  /** `category` is for own event types; those of Daybook have theirs. */
  get(eventType: string, level: Level, category = ""): EventKind {
    const rank = LEVEL_RANK[level];
    const known = this.#byType.get(eventType);
    if (known !== undefined) {
      for (let i = 0; i < known.length; i++) if ((known[i] as EventKind).rank === rank) return known[i] as EventKind;
    }
    const remembered = this.#count < MAX_REMEMBERED_NAMES;
    const own = CATEGORIES.get(eventType) ?? category;
    const kind: EventKind = {
      index: remembered ? this.#count : -1,
      eventType,
      level,
      rank,
      category: own,
      audited: AUDITED.has(own) || level === "TRADE_EXECUTED" || level === "RISK_ALERT",
    };
    if (remembered) {
      this.#count++;
      if (known === undefined) this.#byType.set(eventType, [kind]);
      else known.push(kind);
    }
    return kind;
  }
}
