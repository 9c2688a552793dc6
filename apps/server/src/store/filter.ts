import { createHash } from "node:crypto";
import { DaybookError, isLevel } from "@daybook/protocol";
import type { SearchFilter } from "@daybook/protocol";
import { parseQuery, toClickHouse } from "@daybook/query";

/** A condition with the values of its placeholders. */
export interface Condition {
  where: string;
  params: Record<string, unknown>;
}

const EXACT = ["level", "service", "event_type", "status"] as const;
/** RFC 3339, a date, or `now` with offsets: nothing that means something else in a query. */
const TIME = /^[0-9A-Za-z:.+-]{1,64}$/;

/** The filter as SQL over the table's columns; `now-1h` becomes absolute here. */
export function filterCondition(filter: SearchFilter, nowMs: number): Condition {
  const { where, params } = toClickHouse(parseQuery(filter.query ?? "", { now: () => nowMs }));
  const parts = where === "1" ? [] : [`(${where})`];
  const values: Record<string, unknown> = { ...params };
  for (const name of EXACT) {
    const value = filter[name];
    if (value === undefined || value === "") continue;
    if (name === "level" && !isLevel(value)) throw parameterError("level", `${JSON.stringify(value)} is no level`);
    parts.push(`${name} = {f_${name}:String}`);
    values[`f_${name}`] = value;
  }
  const time = { start_time: ">=", end_time: "<" } as const;
  for (const name of ["start_time", "end_time"] as const) {
    const text = filter[name];
    if (text === undefined || text === "") continue;
    const instant = parseInstant(name, text, nowMs);
    parts.push(`timestamp ${time[name]} {f_${name}:DateTime64(6,'UTC')}`);
    values[`f_${name}`] = instant;
  }
  return { where: parts.length === 0 ? "1" : parts.join(" AND "), params: values };
}

/** The first instant of what the text names, as the engine reads it: `2024-01-15 10:30:45.123456`. */
export function parseInstant(name: string, text: string, nowMs: number): string {
  if (TIME.test(text)) {
    try {
      const query = parseQuery(`timestamp:>=${text}`, { now: () => nowMs });
      if (query.kind === "time" && query.from !== null) return sqlTime(query.from);
    } catch (error) {
      if (!(error instanceof DaybookError)) throw error;
    }
  }
  throw parameterError(
    name,
    `${JSON.stringify(text.slice(0, 80))} is no time: write 2024-01-15T10:30:45Z, 2024-01-15, now or now-1h`,
  );
}

/** A canonical time as the engine's parameters have it. */
export function sqlTime(canonical: string): string {
  return canonical.replace("T", " ").replace("Z", "");
}

export function parameterError(parameter: string, detail: string): DaybookError {
  return new DaybookError("DAYBOOK_STORE_PARAMETER", `${parameter}: ${detail}`, { parameter });
}

/** Tells two filters apart, for cursors. Relative times count as written. */
export function filterHash(filter: SearchFilter, order: string): string {
  const { query = "", level = "", service = "", event_type = "", status = "", start_time = "", end_time = "" } = filter;
  const text = JSON.stringify([order, query, level, service, event_type, status, start_time, end_time]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 12);
}
