export interface Bar {
  /** Share of the width, 0 to 1. */
  readonly left: number;
  readonly width: number;
}

export interface BarScale {
  readonly zero: number;
  readonly bars: readonly Bar[];
}

/** The least that is seen of a value other than zero. */
const LEAST_WIDTH = 0.006;

/** Bars to both sides of one zero line, on one scale. */
export function barScale(values: readonly number[]): BarScale {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const span = high - low;
  if (!(span > 0)) return { zero: 0, bars: values.map(() => ({ left: 0, width: 0 })) };
  const zero = -low / span;
  const bars = values.map((value) => {
    const width = value === 0 ? 0 : Math.max(LEAST_WIDTH, Math.abs(value) / span);
    return value < 0 ? { left: Math.max(0, zero - width), width } : { left: Math.min(zero, 1 - width), width };
  });
  return { zero, bars };
}
