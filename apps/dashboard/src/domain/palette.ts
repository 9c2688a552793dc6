import type { Level } from "@daybook/protocol";

/**
 * Every colour of the page, by theme. Dark is ink, light is ledger paper; quiet levels are quiet so that what went
 * wrong stands out. `palette.test.ts` holds the contrasts.
 */
export interface Palette {
  background: string;
  surface: string;
  raised: string;
  inset: string;
  hover: string;
  line: string;
  lineStrong: string;
  ink: string;
  inkMuted: string;
  inkFaint: string;
  accent: string;
  accentInk: string;
  accentSoft: string;
  recorder: string;
  gain: string;
  loss: string;
  caution: string;
  mark: string;
  levelDebug: string;
  levelInfo: string;
  levelSignalReceived: string;
  levelAiDecision: string;
  levelTradeExecuted: string;
  levelWarning: string;
  levelRiskAlert: string;
  levelError: string;
  levelCritical: string;
  barDebug: string;
  barInfo: string;
  barSignalReceived: string;
  barAiDecision: string;
  barTradeExecuted: string;
  barWarning: string;
  barRiskAlert: string;
  barError: string;
  barCritical: string;
}

export const DARK: Palette = {
  background: "#0b0f15",
  surface: "#11171f",
  raised: "#1a222d",
  inset: "#0d1219",
  hover: "#171f29",
  line: "#212b37",
  lineStrong: "#35424f",
  ink: "#e7ecf3",
  inkMuted: "#a3b0bf",
  inkFaint: "#8391a1",
  accent: "#8aa4ff",
  accentInk: "#0b1020",
  accentSoft: "#1c2745",
  recorder: "#ff7a3d",
  gain: "#4fd897",
  loss: "#ff7f86",
  caution: "#f2c14b",
  mark: "#5a4a12",
  levelDebug: "#8391a1",
  levelInfo: "#86b4e3",
  levelSignalReceived: "#4fd0de",
  levelAiDecision: "#c8a2ff",
  levelTradeExecuted: "#4fd897",
  levelWarning: "#f2c14b",
  levelRiskAlert: "#ff9e54",
  levelError: "#ff7f86",
  levelCritical: "#ff5f9e",
  barDebug: "#2c3846",
  barInfo: "#435a75",
  barSignalReceived: "#3fb3c1",
  barAiDecision: "#a987e0",
  barTradeExecuted: "#3fb984",
  barWarning: "#d9aa3c",
  barRiskAlert: "#e58743",
  barError: "#f0666e",
  barCritical: "#ff4f92",
};

export const LIGHT: Palette = {
  background: "#f3f1ec",
  surface: "#fdfcfa",
  raised: "#ffffff",
  inset: "#ffffff",
  hover: "#f5f2ec",
  line: "#e3ded4",
  lineStrong: "#c6bfb1",
  ink: "#1b2028",
  inkMuted: "#4e5865",
  inkFaint: "#646d79",
  accent: "#3450c4",
  accentInk: "#ffffff",
  accentSoft: "#e6eafb",
  recorder: "#e2571a",
  gain: "#11703f",
  loss: "#bb2430",
  caution: "#815300",
  mark: "#ffe9a3",
  levelDebug: "#646d79",
  levelInfo: "#22629d",
  levelSignalReceived: "#0a6577",
  levelAiDecision: "#7439b8",
  levelTradeExecuted: "#11703f",
  levelWarning: "#815300",
  levelRiskAlert: "#a34300",
  levelError: "#bb2430",
  levelCritical: "#a80f58",
  barDebug: "#d5d1c8",
  barInfo: "#aebdcf",
  barSignalReceived: "#4fa9ba",
  barAiDecision: "#ab86dd",
  barTradeExecuted: "#5cae83",
  barWarning: "#dca93a",
  barRiskAlert: "#e58a45",
  barError: "#d9535d",
  barCritical: "#c2246b",
};

export type PaletteName = "dark" | "light";

export const PALETTES: Readonly<Record<PaletteName, Palette>> = { dark: DARK, light: LIGHT };

/** `levelRiskAlert` → `--level-risk-alert` */
export function cssName(token: string): string {
  return `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const BAR_TOKEN: Readonly<Record<Level, keyof Palette>> = {
  DEBUG: "barDebug",
  INFO: "barInfo",
  SIGNAL_RECEIVED: "barSignalReceived",
  AI_DECISION: "barAiDecision",
  TRADE_EXECUTED: "barTradeExecuted",
  WARNING: "barWarning",
  RISK_ALERT: "barRiskAlert",
  ERROR: "barError",
  CRITICAL: "barCritical",
};

/** Fill of a level's bar in the histogram. */
export function barColor(palette: Palette, level: Level): string {
  return palette[BAR_TOKEN[level]];
}
