import type { SearchFilter, StatsReply } from "@daybook/protocol";

export const SPANS = ["15m", "1h", "6h", "24h", "7d"] as const;
export type Span = (typeof SPANS)[number];

/** The last so-long up to now, or a fixed stretch: start included, end not, epoch milliseconds. */
export type TimeRange = { kind: "last"; span: Span } | { kind: "fixed"; startMs: number; endMs: number };

export const SPAN_MS: Readonly<Record<Span, number>> = {
  "15m": 15 * 60_000,
  "1h": 3_600_000,
  "6h": 6 * 3_600_000,
  "24h": 24 * 3_600_000,
  "7d": 7 * 24 * 3_600_000,
};

export const SPAN_LABEL: Readonly<Record<Span, string>> = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "6h": "Last 6 hours",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
};

export function isSpan(text: string): text is Span {
  return (SPANS as readonly string[]).includes(text);
}

export function isSameRange(a: TimeRange, b: TimeRange): boolean {
  if (a.kind === "last") return b.kind === "last" && a.span === b.span;
  return b.kind === "fixed" && a.startMs === b.startMs && a.endMs === b.endMs;
}

/** The bounds as a search takes them. A relative range is left to the server's clock. */
export function boundsOf(range: TimeRange): Pick<SearchFilter, "start_time" | "end_time"> {
  if (range.kind === "last") return { start_time: `now-${range.span}` };
  return { start_time: new Date(range.startMs).toISOString(), end_time: new Date(range.endMs).toISOString() };
}

/** The bounds by this machine's clock. */
export function boundsMs(range: TimeRange, nowMs: number): { startMs: number; endMs: number } {
  if (range.kind === "fixed") return { startMs: range.startMs, endMs: range.endMs };
  return { startMs: nowMs - SPAN_MS[range.span], endMs: nowMs };
}

/** The smallest of the statistics' ranges that holds the shown one. */
export function statsRangeOf(range: TimeRange): StatsReply["range"] {
  const lengthMs = range.kind === "last" ? SPAN_MS[range.span] : range.endMs - range.startMs;
  if (lengthMs <= SPAN_MS["1h"]) return "1h";
  return lengthMs <= SPAN_MS["24h"] ? "24h" : "7d";
}

/** A brushed stretch, at least one second long so that it can be seen. */
export function fixedRange(aMs: number, bMs: number): TimeRange {
  const startMs = Math.floor(Math.min(aMs, bMs));
  return { kind: "fixed", startMs, endMs: Math.max(Math.ceil(Math.max(aMs, bMs)), startMs + 1_000) };
}
