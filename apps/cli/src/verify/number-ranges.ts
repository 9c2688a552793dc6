/** Numbers from `from` to `to`, both included. */
export interface NumberRange {
  from: number;
  to: number;
  /** Where the highest was met. */
  path: string;
  line: number;
}

/** Numbers without a hole on both sides of which others stand. */
export interface NumberGap {
  from: number;
  to: number;
  /** Where the number before the gap stands. */
  path: string;
  line: number;
}

/** Which whole numbers were met, in any order. Cheap as long as they mostly rise by one. */
export class NumberRanges {
  /** Ascending, none touching another. */
  readonly #ranges: NumberRange[] = [];

  add(number: number, path: string, line: number): void {
    const ranges = this.#ranges;
    const last = ranges.at(-1);
    if (last === undefined || number > last.to + 1) {
      ranges.push({ from: number, to: number, path, line });
    } else if (number === last.to + 1) {
      Object.assign(last, { to: number, path, line });
    } else {
      this.#insert(number, path, line);
    }
  }

  gaps(): NumberGap[] {
    return this.#ranges.slice(1).map((range, at) => {
      const { to, path, line } = this.#ranges[at] as NumberRange;
      return { from: to + 1, to: range.from - 1, path, line };
    });
  }

  /** A number that is not the next one. */
  #insert(number: number, path: string, line: number): void {
    const ranges = this.#ranges;
    const at = this.#firstEndingFrom(number - 1);
    const range = ranges[at] as NumberRange;
    if (number >= range.from && number <= range.to) return;
    if (number === range.to + 1) {
      Object.assign(range, { to: number, path, line });
      const next = ranges[at + 1];
      if (next !== undefined && next.from === number + 1) ranges.splice(at, 2, { ...next, from: range.from });
    } else if (number === range.from - 1) range.from = number;
    else ranges.splice(at, 0, { from: number, to: number, path, line });
  }

  /** Index of the first range that ends at `number` or behind it. */
  #firstEndingFrom(number: number): number {
    let low = 0;
    let high = this.#ranges.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle] as NumberRange).to < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
