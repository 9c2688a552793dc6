import { moneyText, signOf, type Sign } from "./trade-accent.ts";

/** Thin: digits of one number stay together. */
const THIN = "\u202f";
const MINUS = "−";

export interface Figure {
  readonly value: number | null;
  readonly reason?: string;
}

/** A figure as it is shown: short, with every digit in the title. */
export interface FigureText {
  readonly text: string;
  /** Every digit, or why there is no figure. */
  readonly title: string;
  readonly sign: Sign;
}

/** Money for a card: two digits after the point from 1 on, more below; the sign is always said when `signed`. */
export function shortMoney(exact: string, signed = false): string {
  const number = Number(exact);
  const size = Math.abs(number);
  if (!Number.isFinite(number)) return exact;
  if (size >= 1e12 || (size > 0 && size < 1e-6)) return withSign(number.toExponential(2), signed && number > 0);
  const isLong = !/^-?\d+(\.\d{1,2})?$/.test(exact);
  const text = isLong ? (size >= 1 || size === 0 ? number.toFixed(2) : number.toPrecision(3)) : exact;
  return withSign(moneyText(text), signed && number > 0);
}

export function moneyFigure(exact: string, currency: string, signed = true): FigureText {
  const title = `${moneyText(exact)}${currency === "" ? "" : ` ${currency}`}`;
  return { text: shortMoney(exact, signed), title, sign: signOf(exact) };
}

/** `+2.47 %`; digits after the point so that three are seen. */
export function percentText(share: number, signed = false): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2;
  const text = size > 0 && size < 0.005 ? "<0.01" : size >= 1e7 ? size.toExponential(2) : size.toFixed(digits);
  return `${percent < 0 ? MINUS : signed && percent > 0 ? "+" : ""}${text}${THIN}%`;
}

/** `2.74`, `0.046`, `1.2e+7` */
export function ratioText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(2).replace("-", MINUS);
  return moneyText(size >= 0.1 || size === 0 ? value.toFixed(2) : value.toPrecision(2));
}

/** A figure as a share in percent, or a plain ratio; `—` with the reason where there is none. */
export function figureText(figure: Figure, kind: "percent" | "ratio", signed = false): FigureText {
  const { value, reason } = figure;
  if (value === null) return { text: "—", title: `No figure: ${reason ?? "not known"}`, sign: "flat" };
  const text = kind === "percent" ? percentText(value, signed) : ratioText(value);
  return { text, title: exactNumber(value), sign: signOf(value) };
}

/** Won money and none lost is no figure in JSON, and infinite for people. */
export function profitFactorText(factor: Figure, hasProfit: boolean): FigureText {
  if (factor.value !== null || !hasProfit) return figureText(factor, "ratio");
  return { text: "∞", title: "Infinite: no trade lost", sign: "gain" };
}

export function exactNumber(value: number): string {
  return String(value).replace(/^-/, MINUS);
}

/** `850 µs`, `12.4 ms`, `3.2 s`, `4 min 12 s`, `3 h 5 min`, `2 d 4 h` */
export function durationText(microseconds: number): string {
  if (microseconds < 0) return `${MINUS}${durationText(-microseconds)}`;
  if (microseconds < 1_000) return `${Math.round(microseconds)} µs`;
  const ms = microseconds / 1_000;
  if (ms < 1_000) return `${ms < 100 ? ms.toFixed(1).replace(/\.0$/, "") : ms.toFixed(0)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 59.95) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  const steps = [
    [86_400, "d", 3_600, "h"],
    [3_600, "h", 60, "min"],
    [60, "min", 1, "s"],
  ] as const;
  const whole = Math.round(seconds);
  const [size, unit, part, partUnit] = steps.find(([least]) => whole >= least) ?? steps[2];
  const rest = Math.floor((whole % size) / part);
  return `${Math.floor(whole / size)} ${unit}${rest > 0 ? ` ${rest} ${partUnit}` : ""}`;
}

function withSign(text: string, isPositive: boolean): string {
  const shown = text.startsWith("-") ? `${MINUS}${text.slice(1)}` : text;
  return isPositive ? `+${shown}` : shown;
}
