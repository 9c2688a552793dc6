const FIRST_SLOTS = 1 << 12;
const MAX_FILLED = 0.6;

/**
 * The events met so far, by 64 bits of a hash of their names: 8 bytes a slot instead of some hundred for a Set of texts.
 * Two of ten million different events are taken for one with a probability of 0.000003. Each keeps a number for its finder.
 */
export class EventSet {
  #high = new Int32Array(FIRST_SLOTS);
  #low = new Int32Array(FIRST_SLOTS);
  #numbers = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the event. Its number when it was met before (that of the first time), else undefined. */
  add(timestamp: string, id: string, number = 0): number | undefined {
    if (this.#size >= this.#high.length * MAX_FILLED) this.#grow();
    const { high, low } = hash(timestamp, id);
    const slot = this.#slotOf(high, low);
    if (!this.#isFree(slot)) return this.#numbers[slot];
    this.#put(slot, high, low, number);
    this.#size++;
    return undefined;
  }

  has(timestamp: string, id: string): boolean {
    const { high, low } = hash(timestamp, id);
    return !this.#isFree(this.#slotOf(high, low));
  }

  #put(slot: number, high: number, low: number, number: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#numbers[slot] = number;
  }

  #isFree(slot: number): boolean {
    return this.#low[slot] === 0;
  }

  /** Where the hash is, or the free slot where it would be. */
  #slotOf(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let slot = (high ^ low) & mask;
    while (this.#low[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [highs, lows, numbers] = [this.#high, this.#low, this.#numbers];
    this.#high = new Int32Array(highs.length * 2);
    this.#low = new Int32Array(highs.length * 2);
    this.#numbers = new Uint32Array(highs.length * 2);
    for (const [at, low] of lows.entries()) {
      if (low === 0) continue;
      const high = highs[at] as number;
      this.#put(this.#slotOf(high, low), high, low, numbers[at] as number);
    }
  }
}

/** Two multiplicative hashes after cyrb53 (public domain), mixed at the end. `low` is never 0: that marks a free slot. */
function hash(timestamp: string, id: string): { high: number; low: number } {
  let a = 0xdeadbeef ^ timestamp.length;
  let b = 0x41c6ce57 ^ id.length;
  for (const text of [timestamp, id]) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 2_654_435_761);
      b = Math.imul(b ^ unit, 1_597_334_677);
    }
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return { high: a | 0, low: b === 0 ? 1 : b | 0 };
}
