import type { DistributionBin } from "@daybook/analytics";

/** A bin as a bar in a drawing of 1,000 by 100. */
export interface DistributionBar {
  readonly bin: DistributionBin;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  /** A bin around zero is neither. */
  readonly sign: "gain" | "loss" | "flat";
}

export const DRAWING = { width: 1_000, height: 100 } as const;
/** The least that is seen of a bin with a trade. */
const LEAST_HEIGHT = 1.5;

export function distributionBars(bins: readonly DistributionBin[]): DistributionBar[] {
  const most = Math.max(1, ...bins.map(({ trades }) => trades));
  const step = DRAWING.width / Math.max(1, bins.length);
  return bins.map((bin, at) => {
    const height = bin.trades === 0 ? 0 : Math.max(LEAST_HEIGHT, (bin.trades / most) * DRAWING.height);
    const sign = bin.from >= 0 ? "gain" : bin.to <= 0 ? "loss" : "flat";
    return { bin, x: at * step, width: step, y: DRAWING.height - height, height, sign };
  });
}

/** Where zero is, 0 to 1; undefined when all results are on one side. */
export function zeroPlace(bins: readonly DistributionBin[]): number | undefined {
  const [first] = bins;
  const last = bins.at(-1);
  if (!first || !last || first.from >= 0 || last.to <= 0) return undefined;
  return -first.from / (last.to - first.from);
}

/** The part of a search that finds the results of a bin. */
export function binFilter({ from, to }: DistributionBin, isLast: boolean): string {
  return `pnl:[${from} TO ${to}${isLast ? "]" : "}"}`;
}
