import { fsum } from "d3-array";

/** Means and spreads of numbers; NaN where there are too few. Sums are exact up to their last rounding (Shewchuk). */

export function mean(values: Float64Array): number {
  return fsum(values) / values.length;
}

/** Standard deviation with n − `ddof` in the denominator. */
export function deviation(values: Float64Array, ddof: 0 | 1): number {
  return Math.sqrt(centralSum(values, 2) / (values.length - ddof));
}

/** Σ (x − mean)^power. */
export function centralSum(values: Float64Array, power: number): number {
  const middle = mean(values);
  return fsum(values.map((value) => (value - middle) ** power));
}

/** Quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Sample skewness G1 with the correction for its bias (as pandas and Excel). */
export function skew(values: Float64Array): number {
  const n = values.length;
  return n < 3 ? Number.NaN : (momentSkew(values) * Math.sqrt(n * (n - 1))) / (n - 2);
}

/** Third standardised moment g1. */
export function momentSkew(values: Float64Array): number {
  const n = values.length;
  return centralSum(values, 3) / n / (centralSum(values, 2) / n) ** 1.5;
}

/** Excess kurtosis G2 with the correction for its bias (as pandas and Excel). */
export function kurtosis(values: Float64Array): number {
  const n = values.length;
  return n < 4 ? Number.NaN : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * momentKurtosis(values) + 6);
}

/** Fourth standardised moment − 3. */
export function momentKurtosis(values: Float64Array): number {
  const n = values.length;
  return centralSum(values, 4) / n / (centralSum(values, 2) / n) ** 2 - 3;
}

/** Quantile of the standard normal distribution at 5 %. */
export const NORMAL_5_PERCENT = -1.644_853_626_951_472_4;

/** Numbers that satisfy the condition. */
export function those(values: Float64Array, condition: (value: number) => boolean): Float64Array {
  return values.filter(condition);
}

export function sum(values: Float64Array): number {
  return fsum(values);
}
