/** A fall of an equity curve from a peak. Positions are those of returns: −1 is the start before the first. */
export interface Drawdown {
  /** Lowest equity / running peak − 1; 0 or less. */
  readonly depth: number;
  readonly peakAt: number;
  readonly troughAt: number;
  /** Where the peak was reached again; null when it was not. */
  readonly recoveredAt: number | null;
}

/** Equity / running peak − 1 after each return; the start (1) is the first peak. */
export function drawdownSeries(returns: Float64Array): Float64Array {
  const series = new Float64Array(returns.length);
  let [equity, peak] = [1, 1];
  for (let at = 0; at < returns.length; at++) {
    equity *= 1 + (returns[at] as number);
    if (equity > peak) peak = equity;
    series[at] = equity / peak - 1;
  }
  return series;
}

/** The deepest one; the first of equal ones. */
export function maxDrawdown(returns: Float64Array): Drawdown {
  const series = drawdownSeries(returns);
  let [depth, peakAt, troughAt, lastPeak] = [0, -1, -1, -1];
  for (let at = 0; at < series.length; at++) {
    const value = series[at] as number;
    if (value === 0) lastPeak = at;
    else if (value < depth) {
      depth = value;
      peakAt = lastPeak;
      troughAt = at;
    }
  }
  let recoveredAt: number | null = null;
  if (depth < 0) {
    for (let at = troughAt + 1; at < series.length && recoveredAt === null; at++) {
      if (series[at] === 0) recoveredAt = at;
    }
  }
  return { depth, peakAt, troughAt, recoveredAt };
}

/** Greatest number of periods in a row below a peak. */
export function longestUnderWater(returns: Float64Array): number {
  let [longest, current] = [0, 0];
  for (const value of drawdownSeries(returns)) {
    current = value < 0 ? current + 1 : 0;
    if (current > longest) longest = current;
  }
  return longest;
}

/** Largest fall of a running sum below its highest value so far, in the unit of the values; the sum begins at 0, a peak. 0 or more. */
export function largestFall(values: Float64Array): number {
  let [sum, lost, peak, fall] = [0, 0, 0, 0];
  for (const value of values) {
    // Neumaier: what a float64 addition loses is kept beside it.
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
    const exact = sum + lost;
    if (exact > peak) peak = exact;
    else if (peak - exact > fall) fall = peak - exact;
  }
  return fall;
}
