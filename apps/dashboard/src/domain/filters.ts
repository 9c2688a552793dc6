import { tokenizeQuery } from "./query-tokens.ts";

/** One click on a value: only events with it, or none with it. */
export interface FieldFilter {
  field: string;
  value: string;
  exclude: boolean;
}

export type FilterMode = "include" | "exclude" | "none";

const PLAIN_VALUE = /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u;
const WORDS_OF_THE_LANGUAGE = new Set(["AND", "OR", "NOT", "TO"]);

/** A value as the search language writes it: bare where that is safe, else quoted. */
export function quoteValue(value: string): string {
  if (PLAIN_VALUE.test(value) && !WORDS_OF_THE_LANGUAGE.has(value)) return value;
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

export function modeOf(filters: readonly FieldFilter[], field: string, value: string): FilterMode {
  const found = filters.find((filter) => filter.field === field && filter.value === value);
  if (!found) return "none";
  return found.exclude ? "exclude" : "include";
}

/** Sets, changes or (when it is in that mode already) takes away the filter on one value. */
export function toggleFilter(
  filters: readonly FieldFilter[],
  field: string,
  value: string,
  mode: "include" | "exclude",
): FieldFilter[] {
  const rest = filters.filter((filter) => filter.field !== field || filter.value !== value);
  if (modeOf(filters, field, value) === mode) return rest;
  return [...rest, { field, value, exclude: mode === "exclude" }];
}

export function withoutField(filters: readonly FieldFilter[], field: string): FieldFilter[] {
  return filters.filter((filter) => filter.field !== field);
}

/** Values of one field stand in an OR, fields in an AND; excluded values in a NOT. */
export function filterClauses(filters: readonly FieldFilter[]): string {
  const groups = new Map<string, FieldFilter[]>();
  for (const filter of filters) {
    const key = `${filter.exclude ? "-" : ""}${filter.field}`;
    groups.set(key, [...(groups.get(key) ?? []), filter]);
  }
  const clauses = [...groups].map(([key, group]) => {
    const values = group.map((filter) => quoteValue(filter.value));
    return values.length === 1 ? `${key}:${values[0]}` : `${key}:(${values.join(" OR ")})`;
  });
  return clauses.join(" ");
}

export interface ComposedQuery {
  text: string;
  /** Where the typed text starts in `text`: a fault's position is counted from there. */
  typedOffset: number;
}

/** Whether every bracket and quotation mark is closed: else the text would swallow what is put behind it. */
function isClosed(query: string): boolean {
  let depth = 0;
  for (const token of tokenizeQuery(query)) {
    if (token.kind === "string" && !/^"(?:[^"\\]|\\.)*"$/s.test(token.text)) return false;
    if (token.kind === "regex" && !/^\/(?:[^/\\]|\\.)*\/$/s.test(token.text)) return false;
    if (token.kind !== "paren") continue;
    depth += "([{".includes(token.text) ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0 && !query.endsWith("\\");
}

/** The typed query and the clicked filters as one query. A text that is not closed goes alone: the server says why. */
export function composeQuery(typed: string, filters: readonly FieldFilter[]): ComposedQuery {
  const query = typed.trim();
  const clauses = filterClauses(filters);
  if (clauses === "") return { text: query, typedOffset: 0 };
  if (!isClosed(query)) return { text: query, typedOffset: 0 };
  if (query === "") return { text: clauses, typedOffset: 0 };
  return { text: `(${query}) ${clauses}`, typedOffset: 1 };
}
