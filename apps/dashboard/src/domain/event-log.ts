import type { WireRecord } from "@daybook/protocol";
import { RingBuffer } from "./ring-buffer.ts";

export interface EventLogOptions {
  maxLive: number;
  maxLoaded: number;
}

/**
 * What the list shows, newest first: events of the live stream above the pages of a search. While the reader
 * holds the list, new events wait; when more wait than are kept, the list has to be searched again.
 */
export class EventLog {
  readonly #maxLoaded: number;
  readonly #live: RingBuffer<WireRecord>;
  readonly #waiting: RingBuffer<WireRecord>;
  #loaded: WireRecord[] = [];
  #waitingTotal = 0;

  constructor({ maxLive, maxLoaded }: EventLogOptions) {
    this.#maxLoaded = maxLoaded;
    this.#live = new RingBuffer(maxLive);
    this.#waiting = new RingBuffer(maxLive);
  }

  get length(): number {
    return this.#live.length + this.#loaded.length;
  }

  /** New events that are not shown yet. */
  get waiting(): number {
    return this.#waitingTotal;
  }

  /** More are waiting than were kept: showing them would leave a hole. */
  get hasHole(): boolean {
    return this.#waitingTotal > this.#waiting.length;
  }

  get isFull(): boolean {
    return this.#loaded.length >= this.#maxLoaded;
  }

  at(index: number): WireRecord | undefined {
    const live = this.#live.length;
    return index < live ? this.#live.at(live - 1 - index) : this.#loaded[index - live];
  }

  indexOf(id: string): number {
    for (let index = 0; index < this.length; index++) if (this.at(index)?.id === id) return index;
    return -1;
  }

  /** A new search: everything before is forgotten. */
  reset(events: readonly WireRecord[]): void {
    this.#live.clear();
    this.#waiting.clear();
    this.#waitingTotal = 0;
    this.#loaded = events.slice(0, this.#maxLoaded);
  }

  /** Older events, newest first. Those shown already are left out; returns how many were added. */
  append(events: readonly WireRecord[]): number {
    const shown = new Set(this.#loaded.slice(-events.length).map((event) => event.id));
    for (let i = 0; i < Math.min(this.#live.length, events.length); i++) shown.add(this.#live.at(i)?.id ?? "");
    const fresh = events.filter((event) => !shown.has(event.id)).slice(0, this.#maxLoaded - this.#loaded.length);
    this.#loaded.push(...fresh);
    return fresh.length;
  }

  /**
   * Live events, oldest first. When the live part is full the loaded pages go: what is shown stays without a
   * hole. Returns whether they went.
   */
  add(events: readonly WireRecord[]): boolean {
    if (this.#live.push(events) === 0 || this.#loaded.length === 0) return false;
    this.#loaded = [];
    return true;
  }

  /** `lost` events came before these and were not kept. */
  hold(events: readonly WireRecord[], lost = 0): void {
    this.#waiting.push(events);
    this.#waitingTotal += events.length + lost;
  }

  /** Shows what waited. Only right while {@link hasHole} is false. Returns what `add` returns. */
  release(): boolean {
    const events = this.#waiting.toArray();
    this.#waiting.clear();
    this.#waitingTotal = 0;
    return this.add(events);
  }
}
