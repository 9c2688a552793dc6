import type { LogLink } from "@daybook/analytics";
import { dayBounds, type DayCut } from "./day-bounds.ts";
import { DEFAULT_STATE, printState, type PageState } from "./page-state.ts";
import { fixedRange } from "./time-range.ts";

/** What a report says of its time, where a link leaves it open. */
export interface ReportSpan {
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly convention: DayCut;
}

const DAY_MS = 86_400_000;

/** The log viewer's state that shows a link's lines. A time that is left open is that of the report. */
export function logTarget({ query, start, end }: LogLink, report: ReportSpan): Partial<PageState> {
  const { first_day: first, last_day: last, convention } = report;
  const now = Date.now();
  const startMs = start !== null ? Date.parse(start) : first === null ? 0 : dayBounds(first, convention).startMs;
  const endMs = end !== null ? Date.parse(end) : last === null ? now : dayBounds(last, convention).endMs;
  return {
    page: "logs",
    query,
    filters: [],
    range: fixedRange(startMs, Math.max(endMs, startMs + 1_000)),
    event: null,
    live: false,
  };
}

/** One line, open in the detail panel, among the lines around it. */
export function lineTarget(eventId: string, timestamp: string): Partial<PageState> {
  const at = Date.parse(timestamp);
  const isKnown = Number.isFinite(at);
  return {
    page: "logs",
    query: "",
    filters: [],
    range: isKnown ? fixedRange(at - 60_000, at + 60_000) : { kind: "last", span: "7d" },
    event: eventId,
    live: false,
  };
}

/** A trade's lines may begin before its entry (the signal) and end after its exit (late fills). */
export function around(startIso: string, endIso: string): { start: string; end: string } {
  return {
    start: new Date(Date.parse(startIso) - DAY_MS).toISOString(),
    end: new Date(Date.parse(endIso) + DAY_MS).toISOString(),
  };
}

/** The address of a target, with the looks that the page has now. */
export function targetAddress(target: Partial<PageState>, looks: Pick<PageState, "theme" | "zone">): string {
  return `/?${printState({ ...DEFAULT_STATE, ...target, theme: looks.theme, zone: looks.zone })}`;
}
