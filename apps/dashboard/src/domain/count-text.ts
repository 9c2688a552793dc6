const GROUPED = new Intl.NumberFormat("en-US");

/** `12,345` */
export function countText(count: number): string {
  return GROUPED.format(Math.round(count));
}

/** `987`, `12.3k`, `1.24M`: at most five characters. */
export function shortCount(count: number): string {
  if (count < 10_000) return GROUPED.format(Math.round(count));
  for (const [size, unit] of [
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (count < size * 0.9995) continue;
    const scaled = count / size;
    return `${scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)}${unit}`;
  }
  return String(count);
}

/** `812 kB`, `1.4 GB` */
export function bytesText(bytes: number): string {
  for (const [size, unit] of [
    [1e12, "TB"],
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(bytes >= 100 * size ? 0 : 1)} ${unit}`;
  }
  return `${bytes} B`;
}

/** Events a second: `0`, `0.4`, `18`, `2,040` */
export function rateText(perSecond: number): string {
  if (perSecond <= 0) return "0";
  if (perSecond < 0.05) return "<0.1";
  return perSecond < 10 ? perSecond.toFixed(1) : countText(perSecond);
}

/** A share as `0.4 %`, `12 %`; two digits are enough to compare. */
export function shareText(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (100 * part) / whole;
  if (percent < 0.1) return "<0.1 %";
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

export interface Trend {
  /** `+12 %`, `−3 %`, `new`, `same` */
  text: string;
  direction: "up" | "down" | "same";
}

/** The change from the range before. Undefined when both were empty. */
export function trendOf(now: number, before: number): Trend | undefined {
  if (before === 0) return now === 0 ? undefined : { text: "new", direction: "up" };
  const percent = (100 * (now - before)) / before;
  if (Math.abs(percent) < 0.5) return { text: "same", direction: "same" };
  const size = Math.abs(percent) >= 1_000 ? `${(now / before).toFixed(0)}×` : `${Math.abs(percent).toFixed(0)} %`;
  return percent > 0 ? { text: `+${size}`, direction: "up" } : { text: `−${size}`, direction: "down" };
}
