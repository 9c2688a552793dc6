const STEPS = [
  [1e12, "T"],
  [1e9, "bn"],
  [1e6, "M"],
  [1e4, "k"],
] as const;

/** `−1,250`, `12.5k`, `0.0004`: short, for an axis; never for a figure. */
export function amountLabel(value: number): string {
  if (!Number.isFinite(value)) return "";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  for (const [step, name] of STEPS) {
    if (size >= step) return `${sign}${trimmed(size / (step === 1e4 ? 1_000 : step), 4)}${name}`;
  }
  return `${sign}${trimmed(size, 6)}`;
}

/** `−12.5 %` of −0.125. */
export function percentLabel(value: number): string {
  return `${value < 0 ? "−" : ""}${trimmed(Math.abs(value) * 100, 4)} %`;
}

export function countLabel(value: number): string {
  return Number.isInteger(value) ? amountLabel(value) : "";
}

function trimmed(size: number, digits: number): string {
  const [whole = "0", fraction] = (size === 0 ? "0" : plain(Number(size.toPrecision(digits)))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Without an exponent down to 10⁻¹². */
function plain(size: number): string {
  return size < 1e-6 ? size.toFixed(12).replace(/0+$/, "") : String(size);
}
