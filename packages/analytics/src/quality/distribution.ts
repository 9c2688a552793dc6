import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import { quantile } from "../metrics/moments.ts";
import { EXACT_VALUES, QUANTILE_ERROR } from "./limits.ts";

/** What many values look like. Quantiles are exact when `relative_error` is 0. */
export interface Spread {
  readonly count: number;
  readonly mean: Figure;
  readonly min: Figure;
  readonly p50: Figure;
  readonly p90: Figure;
  readonly p95: Figure;
  readonly p99: Figure;
  readonly max: Figure;
  readonly relative_error: number;
}

const GAMMA = (1 + QUANTILE_ERROR) / (1 - QUANTILE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Magnitudes outside of these share the outermost buckets: at most 2,764 of each sign. */
const [SMALLEST, LARGEST] = [1e-9, 1e15];

/**
 * Quantiles of any number of values in bounded memory: the first ones as they are, all in buckets whose bounds grow by a
 * constant factor, so that the middle of a bucket is never further than {@link QUANTILE_ERROR} from its values
 * (DDSketch: Masson, Rim and Lee, VLDB 2019).
 */
export class Distribution {
  readonly #first: number[] = [];
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** What is no finite number is left out. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (this.#first.length < EXACT_VALUES) this.#first.push(value);
    const bucket = bucketOf(value);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  /** NaN without values. */
  quantile(share: number): number {
    if (this.#count <= this.#first.length) return quantile(Float64Array.from(this.#first), share);
    return this.#quantiles([share])[0] as number;
  }

  spread(reason: string): Spread {
    const shares = [0.5, 0.9, 0.95, 0.99];
    const isExact = this.#count <= this.#first.length;
    const values = isExact ? shares.map((share) => this.quantile(share)) : this.#quantiles(shares);
    const [p50, p90, p95, p99] = values.map((value) => figure(value, reason)) as [Figure, Figure, Figure, Figure];
    return {
      count: this.#count,
      mean: figure(this.mean, reason),
      min: figure(this.#min, reason),
      p50,
      p90,
      p95,
      p99,
      max: figure(this.#max, reason),
      relative_error: isExact ? 0 : QUANTILE_ERROR,
    };
  }

  /** Of ascending shares, in one walk over the buckets. */
  #quantiles(shares: readonly number[]): number[] {
    const buckets = [...this.#buckets].sort(([a], [b]) => a - b);
    const found: number[] = [];
    let [below, at] = [0, 0];
    for (const share of shares) {
      const rank = Math.floor(share * (this.#count - 1));
      while (at < buckets.length - 1 && below + (buckets[at] as [number, number])[1] <= rank) {
        below += (buckets[at++] as [number, number])[1];
      }
      const middle = middleOf((buckets[at] as [number, number])[0]);
      found.push(Math.min(this.#max, Math.max(this.#min, middle)));
    }
    return found;
  }
}

/** Zero is bucket 0; the buckets of negative values mirror those of positive ones. */
function bucketOf(value: number): number {
  const magnitude = Math.min(LARGEST, Math.abs(value));
  if (magnitude < SMALLEST) return 0;
  return Math.sign(value) * (1 + Math.ceil(Math.log(magnitude / SMALLEST) / LOG_GAMMA));
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  return (Math.sign(bucket) * SMALLEST * 2 * GAMMA ** (Math.abs(bucket) - 1)) / (GAMMA + 1);
}
