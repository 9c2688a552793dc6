import type { TimeZoneChoice } from "./page-state.ts";
import { SPAN_LABEL, type TimeRange } from "./time-range.ts";

const two = (value: number): string => String(value).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function partsOf(timeMs: number, zone: TimeZoneChoice): Parts {
  const date = new Date(timeMs);
  const utc = zone === "utc";
  return {
    year: utc ? date.getUTCFullYear() : date.getFullYear(),
    month: utc ? date.getUTCMonth() : date.getMonth(),
    day: utc ? date.getUTCDate() : date.getDate(),
    hour: utc ? date.getUTCHours() : date.getHours(),
    minute: utc ? date.getUTCMinutes() : date.getMinutes(),
    second: utc ? date.getUTCSeconds() : date.getSeconds(),
  };
}

/** Fraction digits of an RFC 3339 time as written, since a Date holds milliseconds only. */
function fraction(timestamp: string, digits: number): string {
  const found = /\.(\d+)/.exec(timestamp)?.[1] ?? "";
  return found.slice(0, digits).padEnd(digits, "0");
}

/** `10:30:45.123` */
export function clockText(timestamp: string, zone: TimeZoneChoice): string {
  const { hour, minute, second } = partsOf(Date.parse(timestamp), zone);
  return `${two(hour)}:${two(minute)}:${two(second)}.${fraction(timestamp, 3)}`;
}

/** `15 Jan` */
export function dayText(timestamp: string, zone: TimeZoneChoice): string {
  const { day, month } = partsOf(Date.parse(timestamp), zone);
  return `${day} ${MONTHS[month]}`;
}

/** `2024-01-15 10:30:45.123456 UTC`: whole, for the detail panel. */
export function fullTime(timestamp: string, zone: TimeZoneChoice): string {
  const timeMs = Date.parse(timestamp);
  if (Number.isNaN(timeMs)) return timestamp;
  const { year, month, day, hour, minute, second } = partsOf(timeMs, zone);
  const date = `${year}-${two(month + 1)}-${two(day)}`;
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}.${fraction(timestamp, 6)} ${zoneName(timeMs, zone)}`;
}

/** `UTC`, or the local offset: `UTC+02:00`. */
export function zoneName(timeMs: number, zone: TimeZoneChoice): string {
  const offset = zone === "utc" ? 0 : -new Date(timeMs).getTimezoneOffset();
  if (offset === 0) return "UTC";
  const minutes = Math.abs(offset);
  return `UTC${offset < 0 ? "−" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `15 Jan 10:30 – 11:00`; seconds when the range is short. */
export function rangeText(range: TimeRange, zone: TimeZoneChoice): string {
  if (range.kind === "last") return SPAN_LABEL[range.span];
  const seconds = range.endMs - range.startMs < 600_000;
  const start = partsOf(range.startMs, zone);
  const end = partsOf(range.endMs, zone);
  const clock = (parts: Parts): string =>
    `${two(parts.hour)}:${two(parts.minute)}${seconds ? `:${two(parts.second)}` : ""}`;
  const day = (parts: Parts): string => `${parts.day} ${MONTHS[parts.month]}`;
  return day(start) === day(end)
    ? `${day(start)} ${clock(start)} – ${clock(end)}`
    : `${day(start)} ${clock(start)} – ${day(end)} ${clock(end)}`;
}

/** The value of a `datetime-local` input, in the chosen zone. */
export function toInputValue(timeMs: number, zone: TimeZoneChoice): string {
  const { year, month, day, hour, minute, second } = partsOf(timeMs, zone);
  return `${String(year).padStart(4, "0")}-${two(month + 1)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** NaN when the field is empty or half filled. */
export function fromInputValue(text: string, zone: TimeZoneChoice): number {
  return Date.parse(zone === "utc" ? `${text}Z` : text);
}

/** `1 s`, `30 s`, `5 min`, `3 h`, `1 d` */
export function intervalText(intervalMs: number): string {
  if (intervalMs < 1_000) return `${intervalMs} ms`;
  if (intervalMs < 60_000) return `${intervalMs / 1_000} s`;
  if (intervalMs < 3_600_000) return `${intervalMs / 60_000} min`;
  return intervalMs < 86_400_000 ? `${intervalMs / 3_600_000} h` : `${intervalMs / 86_400_000} d`;
}
