import { LEVELS, type HistogramReply, type Level } from "@daybook/protocol";

/** Bars over time: for each level the count of each bucket, levels lowest first. */
export interface Histogram {
  startMs: number;
  intervalMs: number;
  /** `counts[level][bucket]` in the order of LEVELS. */
  counts: number[][];
  total: number;
}

export function fromReply(reply: HistogramReply): Histogram {
  const counts = LEVELS.map((level) => reply.buckets.map((bucket) => bucket.counts[level] ?? 0));
  const first = reply.buckets[0]?.time ?? reply.start_time;
  return { startMs: Date.parse(first), intervalMs: reply.interval_ms, counts, total: reply.total };
}

export function bucketCount(histogram: Histogram): number {
  return histogram.counts[0]?.length ?? 0;
}

const LEVEL_INDEX = Object.fromEntries(LEVELS.map((level, index) => [level, index])) as Record<Level, number>;

/** Counts one live event in place, with new bars at the right where time has gone on. Older than the first bar: left out. */
export function countEvent(histogram: Histogram, level: Level, timestampMs: number, maxNewBuckets: number): boolean {
  const bucket = Math.floor((timestampMs - histogram.startMs) / histogram.intervalMs);
  const missing = bucket - bucketCount(histogram) + 1;
  const row = histogram.counts[LEVEL_INDEX[level]];
  if (bucket < 0 || missing > maxNewBuckets || !row) return false;
  for (let i = 0; i < missing; i++) for (const counts of histogram.counts) counts.push(0);
  row[bucket] = (row[bucket] ?? 0) + 1;
  histogram.total++;
  return true;
}

/** Drops bars that end before `startMs`: the left edge of a relative range moves on. */
export function dropBefore(histogram: Histogram, startMs: number): void {
  const gone = Math.min(Math.floor((startMs - histogram.startMs) / histogram.intervalMs), bucketCount(histogram));
  if (gone <= 0) return;
  for (const counts of histogram.counts) {
    for (const count of counts.splice(0, gone)) histogram.total -= count;
  }
  histogram.startMs += gone * histogram.intervalMs;
}

/** Bars stacked from the lowest level up: row `i` holds the sum of levels 0 to i. */
export function stack(histogram: Histogram): number[][] {
  const sums: number[][] = [];
  for (const counts of histogram.counts) {
    const below = sums.at(-1);
    sums.push(counts.map((count, bucket) => count + (below?.[bucket] ?? 0)));
  }
  return sums;
}

/** What one bar holds, highest level first, empty levels left out. */
export function barSummary(histogram: Histogram, bucket: number): { level: Level; count: number }[] {
  return LEVELS.map((level, index) => ({ level, count: histogram.counts[index]?.[bucket] ?? 0 }))
    .filter((part) => part.count > 0)
    .toReversed();
}
