import { MAX_TIMESTAMP, MIN_TIMESTAMP, formatTimestamp } from "@daybook/protocol";

/** The time that a text names, in microseconds since the epoch: from `start` to before `end`. An instant is one long. */
export interface Period {
  readonly start: bigint;
  readonly end: bigint;
}

const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?\s?(Z|z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/;
const NOW = /^now((?:[+-]\d{1,9}[smhdw])*)$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * `2024`, `2024-01`, `2024-01-15`, `2024-01-15T10:30`, down to microseconds; UTC unless an offset is given.
 * `now`, `now-1h`, `now-1d+30m`. `undefined` for anything else, also for a day that does not exist.
 */
export function parsePeriod(text: string, nowMs: number): Period | undefined {
  const now = NOW.exec(text);
  if (now) {
    const start = BigInt(Math.trunc(nowMs + offsetMs(now[1] as string))) * 1000n;
    return { start, end: start + 1n };
  }
  const match = DATE.exec(text);
  return match ? parseDate(match) : undefined;
}

function offsetMs(offsets: string): number {
  let sum = 0;
  for (const [, sign, count, unit] of offsets.matchAll(/([+-])(\d+)([smhdw])/g)) {
    sum += Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS] * (sign === "-" ? -1 : 1);
  }
  return sum;
}

function parseDate(match: RegExpExecArray): Period | undefined {
  const [year = 0, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const fraction = match[7] ?? "";
  const offset = offsetMinutes(match[8]);
  if (offset === undefined) return undefined;
  const at = (y: number, mo: number, d: number, h: number, mi: number, s: number) => {
    const date = new Date(0);
    date.setUTCFullYear(y, mo, d);
    return date.setUTCHours(h, mi - offset, s);
  };
  const mo = (month ?? 1) - 1;
  const d = day ?? 1;
  if (mo < 0 || mo > 11 || d < 1 || d > new Date(Date.UTC(2000 + (year % 400), mo + 1, 0)).getUTCDate())
    return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  const startMs = at(year, mo, d, hour ?? 0, minute ?? 0, second ?? 0);
  const start = BigInt(startMs) * 1000n + BigInt(fraction.padEnd(6, "0"));
  if (fraction !== "") return { start, end: start + 10n ** BigInt(6 - fraction.length) };
  if (month === undefined) return { start, end: BigInt(at(year + 1, 0, 1, 0, 0, 0)) * 1000n };
  if (day === undefined) return { start, end: BigInt(at(year, mo + 1, 1, 0, 0, 0)) * 1000n };
  const lengthMs =
    hour === undefined ? UNIT_MS.d : minute === undefined ? UNIT_MS.h : second === undefined ? UNIT_MS.m : UNIT_MS.s;
  return { start, end: start + BigInt(lengthMs) * 1000n };
}

function offsetMinutes(text: string | undefined): number | undefined {
  if (text === undefined || text === "Z" || text === "z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(":", "") || "0");
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** The last instant of a record. */
const MAX_MICROS = 9_223_372_036_854_775n;
const END_OF_TIME = MAX_TIMESTAMP.replace(/5Z$/, "6Z");

/**
 * An instant as records have it. What lies outside of the range of records is moved to its edge: nothing is
 * before the first instant, and nothing is at the one after the last.
 */
export function formatInstant(micros: bigint): string {
  if (micros <= 0n) return MIN_TIMESTAMP;
  return micros > MAX_MICROS ? END_OF_TIME : formatTimestamp(micros);
}
