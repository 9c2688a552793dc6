/** Amounts of money and size: integers of 10⁻⁸, so that sums and products are exact. */
export type Fixed = bigint;

const SCALE = 8;
const ONE = 100_000_000n;

/** Rounds to the next 10⁻⁸. */
export function toFixed(value: number): Fixed {
  return BigInt(Math.round(value * 1e8));
}

export function toNumber(value: Fixed): number {
  return Number(value) / 1e8;
}

/** Decimal text without needless zeros: `0.5`, `43210.07`, `-12`. */
export function print(value: Fixed): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -SCALE)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The product, rounded half away from zero. */
export function multiply(a: Fixed, b: Fixed): Fixed {
  const product = a * b;
  const half = product < 0n ? -ONE / 2n : ONE / 2n;
  return (product + half) / ONE;
}

/** The ratio as a plain number, for shares and percentages. */
export function ratio(part: Fixed, whole: Fixed): number {
  return whole === 0n ? 0 : Number(part) / Number(whole);
}

/** The greatest multiple of `step` that is not greater than `value` (which is not negative). */
export function roundDown(value: Fixed, step: Fixed): Fixed {
  return value - (value % step);
}
