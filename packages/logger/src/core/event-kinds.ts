import type { Level } from "@daybook/protocol";
import { LEVEL_RANK, categoryOf, retentionClassOf } from "@daybook/protocol";
import { MAX_REMEMBERED_NAMES } from "../limits.ts";

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
  /** `trade`, `risk`, `system` …; `custom` for plain messages and own event types. */
  readonly category: string;
  /** Belongs to the classes that are kept for years and are the last to be given up. */
  readonly audited: boolean;
  /** Whether the flood guard may hold lines of it back. */
  readonly guarded: boolean;
}

/** The event type of calls like `info()` that name none. */
export const PLAIN_EVENT_TYPE = "log";

/** What says that events are missing must not be missing itself: it is logged when memory is scarce. */
const LOSS_REPORTS = new Set(["logs_dropped", "logs_collapsed"]);

/** All kinds that one logger and its children have used. The same type and level give the same object. */
export class EventKinds {
  readonly #byType = new Map<string, EventKind[]>();
  #count = 0;

  /** `category` is for own event types; those of Daybook have theirs. */
  get(eventType: string, level: Level, category = "custom"): EventKind {
    const rank = LEVEL_RANK[level];
    const levels = this.#byType.get(eventType);
    if (levels !== undefined) {
      for (let i = 0; i < levels.length; i++) if ((levels[i] as EventKind).rank === rank) return levels[i] as EventKind;
    }
    const remembered = this.#count < MAX_REMEMBERED_NAMES;
    const known = categoryOf(eventType);
    const retention = retentionClassOf(eventType, level);
    const audited = retention === "trade" || retention === "forever" || LOSS_REPORTS.has(eventType);
    const kind: EventKind = {
      index: remembered ? this.#count : -1,
      eventType,
      level,
      rank,
      category: known === "custom" ? category : known,
      audited,
      guarded: !audited && known !== "daybook",
    };
    if (remembered) {
      this.#count++;
      if (levels === undefined) this.#byType.set(eventType, [kind]);
      else levels.push(kind);
    }
    return kind;
  }
}
