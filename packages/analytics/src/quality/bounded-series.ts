import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { MAX_POINTS } from "./limits.ts";

/** One value, or several that follow each other. */
export interface SeriesPoint {
  readonly from: string;
  readonly to: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
}

export interface SeriesFigures {
  readonly count: number;
  readonly first: Figure;
  readonly last: Figure;
  readonly min: Figure;
  readonly max: Figure;
  /** Of the values, each counted once, however long it lasted. */
  readonly mean: Figure;
  /** Values that one point stands for. */
  readonly values_per_point: number;
  readonly points: readonly SeriesPoint[];
}

interface OpenPoint {
  readonly from: string;
  to: string;
  min: number;
  max: number;
  sum: number;
  count: number;
}

/** A value through time in bounded memory: when the points are full, neighbours become one and each next holds twice as many. */
export class BoundedSeries {
  readonly #limit: number;
  #points: OpenPoint[] = [];
  #stride = 1;
  #count = 0;
  #sum = 0;
  #first = Number.NaN;
  #last = Number.NaN;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(limit: number = MAX_POINTS) {
    this.#limit = limit;
  }

  add(timestamp: string, value: number): void {
    if (!Number.isFinite(value)) return;
    if (this.#count === 0) this.#first = value;
    this.#count++;
    this.#sum += value;
    this.#last = value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    const last = this.#points.at(-1);
    if (last !== undefined && last.count < this.#stride) {
      last.to = timestamp;
      last.min = Math.min(last.min, value);
      last.max = Math.max(last.max, value);
      last.sum += value;
      last.count++;
      return;
    }
    if (this.#points.length >= this.#limit) this.#halve();
    this.#points.push({ from: timestamp, to: timestamp, min: value, max: value, sum: value, count: 1 });
  }

  get count(): number {
    return this.#count;
  }

  figures(reason: string): SeriesFigures {
    return {
      count: this.#count,
      first: figure(this.#first, reason),
      last: figure(this.#last, reason),
      min: figure(this.#min, reason),
      max: figure(this.#max, reason),
      mean: figure(this.#sum / this.#count, reason),
      values_per_point: this.#stride,
      points: this.#points.map(({ sum, ...point }) => ({ ...point, mean: sum / point.count })),
    };
  }

  #halve(): void {
    const merged: OpenPoint[] = [];
    for (let at = 0; at < this.#points.length; at += 2) {
      const [a, b] = [this.#points[at], this.#points[at + 1]];
      if (a === undefined) continue;
      if (b !== undefined) {
        a.to = b.to;
        a.min = Math.min(a.min, b.min);
        a.max = Math.max(a.max, b.max);
        a.sum += b.sum;
        a.count += b.count;
      }
      merged.push(a);
    }
    this.#points = merged;
    this.#stride *= 2;
  }
}
