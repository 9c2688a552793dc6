/**
 * Times are text: RFC 3339 UTC with six fraction digits, so that they sort as text and lose nothing in JSON.
 * The range is what every part of Daybook can hold: from the epoch to the last instant of an int64 of
 * nanoseconds, which is also the range of ClickHouse's `DateTime64(9)`. A time outside of it would wrap
 * around in the store (2262 to 1989), so it is refused here.
 */
export const MIN_TIMESTAMP = "1970-01-01T00:00:00.000000Z";
export const MAX_TIMESTAMP = "2262-04-11T23:47:16.854775Z";
const MAX_MICROS = 9_223_372_036_854_775n;

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,30}))?)?)?\s?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/;
/** Nine digits or more: shorter ones are years (`2024`) and dates (`20240115`) rather than epochs. */
const EPOCH_TEXT = /^(\d{9,19})(?:\.(\d{1,30}))?$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Canonical timestamp of whatever a producer calls a time; `undefined` when it cannot be read or is out of range.
 *
 * - RFC 3339 and ISO 8601 with offset, `2024-01-15 10:30:45,123` of Python's logging, a date alone. Without an
 *   offset it is UTC. A leap second counts as the second after it.
 * - Epoch numbers, `bigint` or digits in text: seconds below 1e11, milliseconds below 1e14, microseconds below
 *   1e17, else nanoseconds; a fraction is taken.
 * - `Date`.
 *
 * Digits beyond microseconds are cut, never rounded: a fill must not move to the next second.
 */
export function parseTimestamp(value: unknown): string | undefined {
  if (typeof value === "string") return parseUsual(value) ?? parseText(value);
  if (typeof value === "number") return parseEpochNumber(value);
  if (typeof value === "bigint") return value < 0n ? undefined : parseEpochDigits(String(value), "");
  if (value instanceof Date && !Number.isNaN(value.getTime())) return formatMicros(BigInt(value.getTime()) * 1000n);
  return undefined;
}

/** Canonical text of microseconds since the epoch. Throws RangeError outside of the range, which is a bug of the caller. */
export function formatTimestamp(epochMicros: number | bigint): string {
  const text = typeof epochMicros === "bigint" ? formatMicros(epochMicros) : formatNumber(Math.floor(epochMicros));
  if (text === undefined)
    throw new RangeError(`${epochMicros} µs lies outside of ${MIN_TIMESTAMP} to ${MAX_TIMESTAMP}`);
  return text;
}

/** Whether the text names more than microseconds, which {@link parseTimestamp} cuts off. */
export function hasFinerFraction(text: string): boolean {
  return /[.,]\d{6}\d*[1-9]/.test(text);
}

/** `2024-01-15T10:30:45.123Z` and `….123456Z`: nearly every line, so checked by character, without Date or pattern. */
function parseUsual(text: string): string | undefined {
  const length = text.length;
  if (length !== 24 && length !== 27) return undefined;
  if (text.charCodeAt(10) !== 84 || text.charCodeAt(19) !== 46 || text.charCodeAt(length - 1) !== 90) return undefined;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined;
  const year = pair(text, 0) * 100 + pair(text, 2);
  // NaN from a non-digit fails every comparison. The years at the edges take the slow way.
  if (!(year >= 1970 && year < 2262)) return undefined;
  if (!isDate(year, pair(text, 5), pair(text, 8))) return undefined;
  if (!(pair(text, 11) < 24 && pair(text, 14) < 60 && pair(text, 17) < 60)) return undefined;
  for (let at = 20; at < length - 1; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return undefined;
  }
  return length === 27 ? text : `${text.slice(0, 23)}000Z`;
}

function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isDate(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false;
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS[month - 1] as number);
}

function parseText(value: string): string | undefined {
  if (value.length > 64) return undefined;
  const text = value.trim();
  const match = DATE_TIME.exec(text);
  if (!match) {
    const epoch = EPOCH_TEXT.exec(text);
    return epoch ? parseEpochDigits(epoch[1] as string, epoch[2] ?? "") : undefined;
  }
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", offset = "Z"] = match;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const offsetMinutes = parseOffset(offset);
  if (offsetMinutes === undefined) return undefined;
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  local.setUTCHours(Number(hour), Number(minute) - offsetMinutes, Number(second));
  return formatMicros(BigInt(local.getTime()) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0")));
}

/** Minutes east of UTC. */
function parseOffset(offset: string): number | undefined {
  const sign = offset.charCodeAt(0);
  if (sign !== 43 && sign !== 45) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(":", "") || "0");
  if (hours > 23 || minutes > 59) return undefined;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes);
}

function parseEpochNumber(value: number): string | undefined {
  // Not as text: 1e21 and above print with an exponent, and a float64 of seconds has no more than microseconds.
  if (!Number.isFinite(value) || value < 0 || value >= 1e19) return undefined;
  if (value < 1e11) return formatMicros(BigInt(Math.round(value * 1e6)));
  if (value < 1e14) return formatMicros(BigInt(Math.floor(value * 1e3)));
  return value < 1e17 ? formatMicros(BigInt(Math.floor(value))) : formatMicros(BigInt(value) / 1000n);
}

function parseEpochDigits(whole: string, fraction: string): string | undefined {
  const value = BigInt(whole);
  const decimals = value < 10n ** 11n ? 6 : value < 10n ** 14n ? 3 : 0;
  if (value >= 10n ** 17n) return formatMicros(value / 1000n);
  return formatMicros(BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0")));
}

/** The text of the second last written: a stream of events mostly stays within it. */
let cachedSecond = -1;
let cachedPrefix = "";

function formatMicros(micros: bigint): string | undefined {
  if (micros < 0n || micros > MAX_MICROS) return undefined;
  return formatParts(Number(micros / 1_000_000n), Number(micros % 1_000_000n));
}

function formatNumber(micros: number): string | undefined {
  if (!(micros >= 0 && micros <= Number.MAX_SAFE_INTEGER))
    return Number.isFinite(micros) ? formatMicros(BigInt(micros)) : undefined;
  return formatParts(Math.floor(micros / 1_000_000), micros % 1_000_000);
}

function formatParts(second: number, micros: number): string {
  if (second !== cachedSecond) {
    cachedPrefix = `${new Date(second * 1000).toISOString().slice(0, 19)}.`;
    cachedSecond = second;
  }
  return `${cachedPrefix}${String(1_000_000 + micros).slice(1)}Z`;
}
