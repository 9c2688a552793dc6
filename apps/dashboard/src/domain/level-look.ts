import { LEVELS, type Level } from "@daybook/protocol";

/** How a level is written where there is little room. Colours are tokens named after the level. */
const SHORT_LABEL: Readonly<Record<Level, string>> = {
  DEBUG: "DEBUG",
  INFO: "INFO",
  SIGNAL_RECEIVED: "SIGNAL",
  AI_DECISION: "AI",
  TRADE_EXECUTED: "TRADE",
  WARNING: "WARN",
  RISK_ALERT: "RISK",
  ERROR: "ERROR",
  CRITICAL: "CRIT",
};

export function shortLevel(level: string): string {
  return Object.hasOwn(SHORT_LABEL, level) ? SHORT_LABEL[level as Level] : level.slice(0, 6);
}

/** CSS class that sets `--level`; an unknown level of a newer server looks like DEBUG. */
export function levelClass(level: string): string {
  return Object.hasOwn(SHORT_LABEL, level) ? `level-${level.toLowerCase().replace("_", "-")}` : "level-debug";
}

/** Highest first, as the chips and the histogram's legend show them. */
export const LEVELS_BY_SEVERITY: readonly Level[] = LEVELS.toReversed();
