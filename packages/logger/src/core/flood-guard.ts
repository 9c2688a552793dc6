import { configError } from "../config/environment.ts";
import {
  FLOOD_BURST_LINES,
  FLOOD_EQUAL_PER_SECOND,
  FLOOD_LINES_PER_SECOND,
  FLOOD_MAX_SITES,
  FLOOD_REPORT_MS,
} from "../limits.ts";
import type { EventKind } from "./event-kinds.ts";
import type { Logger } from "./logger-types.ts";

/** Characters of the message that stand in the report. */
const EXAMPLE_LENGTH = 200;

/** How many lines one call site may write. Audited classes and Daybook's own events are never held back. */
export interface FloodOptions {
  /** Lines a second that a call site may write in the long run. Default 1,000. */
  readonly linesPerSecond?: number;
  /** Lines that it may write at once before that. Default 10,000. */
  readonly burstLines?: number;
  /** Equal lines (all but time and id) in one second before further ones collapse. Default 10. */
  readonly equalPerSecond?: number;
}

export type FloodLimits = Required<FloodOptions>;

/** Lines of one call site that were held back; logged as one `logs_collapsed` event. */
export interface Collapsed {
  readonly logger: string;
  readonly eventType: string;
  /** The first message that was held back. */
  readonly message: string;
  readonly count: number;
  readonly reason: "equal" | "rate";
  readonly lastAtMs: number;
}

/** Lines that may still be written; more come with time. */
interface Bucket {
  lines: number;
  atMs: number;
}

/** What was held back of one site since the last report. */
interface Held {
  message: string;
  count: number;
  reason: "equal" | "rate";
  lastAtMs: number;
}

interface KindState {
  readonly bucket: Bucket;
  /** The last line of this kind that was let through or compared. */
  message: string;
  rest: string;
  /** Lines with that message in the second that began then. */
  same: number;
  secondMs: number;
}

/**
 * Keeps one call site from filling the disk. A site is a logger, an event type with its level, and the message without its
 * digits: `order 42 timed out` and `order 43 timed out` are one. Finding the site costs a scan of the message, so it is only
 * done for kinds that are over the rate as a whole; until then a call costs two comparisons.
 */
export class FloodGuard {
  readonly #limits: FloodLimits;
  readonly #states: KindState[] = [];
  /** Buckets of sites whose kind is over its rate. */
  readonly #sites = new Map<string, Bucket>();
  readonly #held = new Map<string, Held & { readonly logger: string; readonly eventType: string }>();
  #timer: NodeJS.Timeout | undefined;
  /** Logs a report; set by the logger, whose own call it is. */
  report: (collapsed: Collapsed) => void = () => {};

  constructor(limits: FloodLimits) {
    this.#limits = limits;
  }

  /** False when the call site has used up its rate: the line is counted instead of written. */
  admits(kind: EventKind, logger: string, message: string, nowMs: number): boolean {
    const state = (this.#states[kind.index] ??= newState(this.#limits, nowMs));
    if (message !== state.message || nowMs - state.secondMs >= 1_000) {
      state.message = message;
      state.same = 0;
      state.secondMs = nowMs;
    }
    state.same++;
    if (this.#take(state.bucket, nowMs) || this.#take(this.#siteOf(kind, logger, message, nowMs), nowMs)) return true;
    this.#hold(kind, logger, message, "rate", nowMs);
    return false;
  }

  /**
   * Whether this line says the same as the ones before it, which had their share of the second; `id` is where the line's
   * own part ends. To be asked after {@link admits}.
   */
  repeats(kind: EventKind, logger: string, message: string, line: string, id: string, nowMs: number): boolean {
    const state = this.#states[kind.index] as KindState;
    if (state.same < this.#limits.equalPerSecond) return false;
    const rest = line.slice(line.indexOf(id) + id.length);
    const equal = rest === state.rest && state.same > this.#limits.equalPerSecond;
    state.rest = rest;
    if (equal) this.#hold(kind, logger, message, "equal", nowMs);
    return equal;
  }

  /** Logs what was held back since the last time. */
  flush(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#held.size === 0) return;
    const all = [...this.#held.values()];
    this.#held.clear();
    for (const held of all) this.report(held);
  }

  #take(bucket: Bucket, nowMs: number): boolean {
    if (bucket.lines < 1) {
      const { linesPerSecond, burstLines } = this.#limits;
      bucket.lines = Math.min(burstLines, bucket.lines + ((nowMs - bucket.atMs) / 1000) * linesPerSecond);
      bucket.atMs = nowMs;
      if (bucket.lines < 1) return false;
    }
    bucket.lines--;
    return true;
  }

  #siteOf(kind: EventKind, logger: string, message: string, nowMs: number): Bucket {
    const key = `${kind.index} ${logger} ${withoutDigits(message)}`;
    let bucket = this.#sites.get(key);
    if (bucket === undefined) {
      // Messages without a common text: forgetting all is cheaper than finding the oldest.
      if (this.#sites.size >= FLOOD_MAX_SITES) this.#sites.clear();
      bucket = { lines: this.#limits.burstLines, atMs: nowMs };
      this.#sites.set(key, bucket);
    }
    return bucket;
  }

  #hold(kind: EventKind, logger: string, message: string, reason: Held["reason"], nowMs: number): void {
    const key = `${kind.index} ${logger} ${withoutDigits(message)}`;
    const held = this.#held.get(key);
    if (held !== undefined) {
      held.count++;
      held.lastAtMs = nowMs;
      return;
    }
    if (this.#held.size >= FLOOD_MAX_SITES) this.flush();
    this.#held.set(key, { logger, eventType: kind.eventType, message, count: 1, reason, lastAtMs: nowMs });
    this.#timer ??= setTimeout(() => this.flush(), FLOOD_REPORT_MS).unref();
  }
}

function newState({ burstLines }: FloodLimits, nowMs: number): KindState {
  return { bucket: { lines: burstLines, atMs: nowMs }, message: "", rest: "", same: 0, secondMs: nowMs };
}

/** The message with each run of digits as one `#`. */
function withoutDigits(message: string): string {
  return message.replace(/\d+/g, "#");
}

/** The limits with their defaults. Throws DAYBOOK_LOGGER_CONFIG when one is not a number of 1 or more. */
export function floodLimits(options: FloodOptions): FloodLimits {
  const limits: FloodLimits = {
    linesPerSecond: options.linesPerSecond ?? FLOOD_LINES_PER_SECOND,
    burstLines: options.burstLines ?? FLOOD_BURST_LINES,
    equalPerSecond: options.equalPerSecond ?? FLOOD_EQUAL_PER_SECOND,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (!(typeof value === "number" && value >= 1)) throw configError(`flood.${name}`, value, "a number of 1 or more");
  }
  return limits;
}

/** One `logs_collapsed` event for what a call site was held back. */
export function logCollapsed(log: Logger, { logger, eventType, message, count, reason, lastAtMs }: Collapsed): void {
  const example = message.length > EXAMPLE_LENGTH ? `${message.slice(0, EXAMPLE_LENGTH)}…` : message;
  const why = reason === "equal" ? "equal lines" : "too many lines from one place";
  log.logsCollapsed({
    message: `${count} × ${example} (${why}, collapsed)`,
    count,
    reason,
    example,
    last_at: new Date(lastAtMs).toISOString(),
    metadata: { of_logger: logger, of_event_type: eventType },
  });
}
