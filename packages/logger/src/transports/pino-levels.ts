import type { Level } from "@daybook/protocol";
import { parseLevelName } from "@daybook/protocol";

/** What pino tells its transports of its configuration. */
export interface PinoConfig {
  readonly levels?: { readonly labels?: Readonly<Record<string, string>> };
  readonly messageKey?: string;
  readonly errorKey?: string;
}

/**
 * The level of a pino or bunyan line: the number's name where it is one of ours (`customLevels: { risk_alert: 45 }`), else
 * by pino's own steps 10 to 60, to which a number between them is rounded down. Our own ranks are other numbers: 20 is
 * pino's debug.
 */
export function levelOfPino(level: unknown, labels: Readonly<Record<string, string>> = {}): Level {
  if (typeof level === "string") return parseLevelName(level) ?? "INFO";
  if (typeof level !== "number") return "INFO";
  const label = Object.hasOwn(labels, level) ? labels[level] : undefined;
  const named = label === undefined ? undefined : parseLevelName(label);
  if (named !== undefined) return named;
  if (level >= 60) return "CRITICAL";
  if (level >= 50) return "ERROR";
  if (level >= 40) return "WARNING";
  return level >= 30 ? "INFO" : "DEBUG";
}
