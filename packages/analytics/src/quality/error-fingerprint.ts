import type { TradingEvent } from "../events/trading-event.ts";
import { cut, errorText } from "./fields.ts";
import { MAX_PATTERN_LENGTH } from "./limits.ts";

/** In this order: a UUID has hex in it, and a quoted text may hold any of them. No pattern here backtracks. */
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/"[^"\n]*"|`[^`\n]*`|(?<![A-Za-z0-9])'[^'\n]*'(?![A-Za-z0-9])/g, "<text>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b0x[0-9a-f]+\b/gi, "<hex>"],
  [/\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, "<hex>"],
  [/[+-]?(?<![A-Za-z0-9])\d[\d,_]*(?:\.\d+)*(?:e[+-]?\d+)?/gi, "<number>"],
];

/** A message without what differs from one occurrence to the next. */
export function patternOf(message: string): string {
  let pattern = cut(message, MAX_PATTERN_LENGTH);
  for (const [variable, name] of VARIABLES) pattern = pattern.replace(variable, name);
  return pattern.replace(/\s+/g, " ").trim();
}

export interface Fingerprint {
  readonly exception_type: string;
  readonly pattern: string;
}

/** What makes two errors the same: the exception's type and the pattern of its message. */
export function fingerprintOf(event: TradingEvent): Fingerprint {
  return {
    exception_type: cut(event.exception_type ?? ""),
    pattern: cut(patternOf(errorText(event) ?? event.event_type)),
  };
}
