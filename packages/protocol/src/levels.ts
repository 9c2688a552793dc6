/**
 * Severity levels and their numeric ranks. The order is the rank's; trading levels sit between the
 * usual ones so that a minimum of `INFO` keeps signals, decisions and executions.
 */
export const LEVEL_RANK = {
  DEBUG: 10,
  INFO: 20,
  SIGNAL_RECEIVED: 22,
  AI_DECISION: 23,
  TRADE_EXECUTED: 25,
  WARNING: 30,
  RISK_ALERT: 35,
  ERROR: 40,
  CRITICAL: 50,
} as const;

export type Level = keyof typeof LEVEL_RANK;

/** All levels, lowest first. */
export const LEVELS = Object.keys(LEVEL_RANK) as readonly Level[];

/** Other spellings taken at the door: pino, bunyan, syslog and console names. */
const LEVEL_ALIASES: Readonly<Record<string, Level>> = {
  TRACE: "DEBUG",
  VERBOSE: "DEBUG",
  SILLY: "DEBUG",
  FINE: "DEBUG",
  NOTICE: "INFO",
  INFORMATION: "INFO",
  INFORMATIONAL: "INFO",
  LOG: "INFO",
  WARN: "WARNING",
  ERR: "ERROR",
  SEVERE: "ERROR",
  FATAL: "CRITICAL",
  CRIT: "CRITICAL",
  ALERT: "CRITICAL",
  EMERG: "CRITICAL",
  EMERGENCY: "CRITICAL",
  PANIC: "CRITICAL",
};

export function isLevel(value: unknown): value is Level {
  return typeof value === "string" && Object.hasOwn(LEVEL_RANK, value);
}

/** A level from any of its names, case-insensitively; `undefined` when the name is not known. */
export function parseLevelName(name: string): Level | undefined {
  if (isLevel(name)) return name;
  const upper = name.trim().toUpperCase();
  if (isLevel(upper)) return upper;
  return Object.hasOwn(LEVEL_ALIASES, upper) ? LEVEL_ALIASES[upper] : undefined;
}

/**
 * A level from a number: syslog severities 0–7 (7 is debug, 0 emergency), pino and bunyan 10–60, or
 * one of our own ranks. `undefined` for anything else.
 */
export function parseLevelNumber(value: number): Level | undefined {
  if (!Number.isInteger(value) || value < 0) return undefined;
  if (value <= 7) {
    if (value === 7) return "DEBUG";
    if (value >= 5) return "INFO";
    if (value === 4) return "WARNING";
    return value === 3 ? "ERROR" : "CRITICAL";
  }
  const own = LEVELS.find((level) => LEVEL_RANK[level] === value);
  // pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal collide with our ranks;
  // a bare number is read by our own table, and readers of those formats map before calling.
  if (own) return own;
  return value === 60 ? "CRITICAL" : undefined;
}
