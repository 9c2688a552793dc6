import { DEFAULT_KEY_RETENTION_MS, MAX_PRODUCERS } from "./limits.ts";

/** What is known of one producer's count. */
export interface ProducerState {
  readonly name: string;
  /** Highest number taken, durable or on its way; -1 before the first. */
  highest: number;
  /** Highest number that is durable. */
  durable: number;
  lastSeenMs: number;
  /** The newest append that holds numbers of this producer; in order, so it covers all before. */
  lastAppend?: Promise<unknown>;
  /** Marks the slice that changed it last, see `Admission`. */
  slice?: object;
}

/** An imported file: its numbers are line numbers, and lines may be blank or bad. */
export function isFileProducer(name: string): boolean {
  return name.startsWith("file:");
}

/** The highest number of every producer, bounded: the one that was silent longest goes first. */
export class Producers {
  readonly #states = new Map<string, ProducerState>();
  readonly #retentionMs: number;
  readonly #maxProducers: number;

  constructor(retentionMs = DEFAULT_KEY_RETENTION_MS, maxProducers = MAX_PRODUCERS) {
    this.#retentionMs = retentionMs;
    this.#maxProducers = maxProducers;
  }

  get size(): number {
    return this.#states.size;
  }

  get(name: string): ProducerState | undefined {
    return this.#states.get(name);
  }

  /** A producer met for the first time: nothing of it is known. */
  add(name: string, nowMs: number): ProducerState {
    const state: ProducerState = { name, highest: -1, durable: -1, lastSeenMs: nowMs };
    this.#states.set(name, state);
    if (this.#states.size > this.#maxProducers) this.#makeRoom();
    return state;
  }

  remove(name: string): void {
    this.#states.delete(name);
  }

  /** What the journal or a snapshot says is durable. */
  restore(name: string, seq: number, lastSeenMs: number): void {
    const state = this.#states.get(name) ?? this.add(name, lastSeenMs);
    state.highest = state.durable = Math.max(state.durable, seq);
    state.lastSeenMs = Math.max(state.lastSeenMs, lastSeenMs);
  }

  /** Forgets who was silent for longer than keys are kept. A clock that stepped forward and back forgets too early, never too much at once. */
  forgetIdle(nowMs: number): void {
    for (const state of this.#states.values()) {
      if (isFileProducer(state.name) || isBusy(state)) continue;
      if (nowMs - state.lastSeenMs > this.#retentionMs) this.#states.delete(state.name);
    }
  }

  /** Durable numbers, for the snapshot. */
  *durable(): Generator<[name: string, seq: number, lastSeenMs: number]> {
    for (const { name, durable, lastSeenMs } of this.#states.values()) {
      if (durable >= 0) yield [name, durable, lastSeenMs];
    }
  }

  /** A tenth goes at once, so that a crowd of new producers does not sort the table at each event. */
  #makeRoom(): void {
    const idle = [...this.#states.values()].filter((state) => !isBusy(state));
    idle.sort((a, b) => Number(isFileProducer(a.name)) - Number(isFileProducer(b.name)) || a.lastSeenMs - b.lastSeenMs);
    for (const { name } of idle.slice(0, Math.ceil(this.#maxProducers / 10))) this.#states.delete(name);
  }
}

function isBusy(state: ProducerState): boolean {
  return state.highest > state.durable;
}
