import { usageFailure } from "./command-failure.ts";

const SPAN = /^(\d{1,6})(s|m|h|d|w)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?$/i;

/**
 * A time as the server reads it: `15m` (so long ago), `now`, `now-1h`, a day, or a day with time. Without a zone it is UTC.
 */
export function parseTimeFlag(flag: string, text: string): string {
  if (text === "now" || /^now-\d{1,6}(?:s|m|h|d|w)$/.test(text)) return text;
  if (SPAN.test(text)) return `now-${text}`;
  const instant = INSTANT.exec(text);
  const [, day, time = "", zone = "Z"] = instant ?? [];
  const whole = DAY.test(text)
    ? `${text}T00:00:00Z`
    : `${day}T${time.length === 5 ? `${time}:00` : time}${zone.toUpperCase()}`;
  if ((instant !== null || DAY.test(text)) && !Number.isNaN(Date.parse(whole))) return whole;
  throw usageFailure(`${flag} ${text} is not a time.`, "For example 15m, 24h, 7d, 2024-01-15, 2024-01-15T10:30:00Z.");
}
