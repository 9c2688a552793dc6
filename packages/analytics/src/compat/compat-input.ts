/** A closed trade as far as other tools look at it, in the order of the closes. */
export interface CompatTrade {
  /** Where an order by number counts. */
  readonly id?: string;
  readonly pnl: number;
  /** Share of the entry's volume; null without one. */
  readonly return: number | null;
  readonly entryMs: number;
  readonly exitMs: number;
}

/** What figures of other tools are computed from. */
export interface CompatInput {
  /** Periodic returns; empty when they are not known. */
  readonly returns: Float64Array;
  readonly trades: readonly CompatTrade[];
  readonly periodsPerYear: number;
  readonly riskFree: number;
  /** Balance before the first trade; NaN when it is not known. */
  readonly start: number;
  /** First and last instant of the test, epoch milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Equity in time, for tools that look at each bar; the days' evenings when nothing finer is known. */
  readonly equity: readonly { readonly timeMs: number; readonly value: number }[];
}

/** Figures by the tool's own names; NaN where it gives none. */
export type ToolFigures = Readonly<Record<string, number>>;
