import type { FieldFilter } from "./filters.ts";
import { isSpan, type TimeRange } from "./time-range.ts";

export type ThemeChoice = "auto" | "dark" | "light";
export type TimeZoneChoice = "local" | "utc";
export type Density = "comfortable" | "compact";
export type PageName = "logs" | "trading";

/** Everything that a link to the page carries. */
export interface PageState {
  page: PageName;
  /** Parameters of the trading page, as that page writes and reads them. */
  trading: string;
  query: string;
  filters: FieldFilter[];
  range: TimeRange;
  /** `id` of the event in the detail panel. */
  event: string | null;
  live: boolean;
  theme: ThemeChoice;
  zone: TimeZoneChoice;
  density: Density;
  facets: boolean;
  overview: boolean;
}

export const DEFAULT_STATE: Readonly<PageState> = {
  page: "logs",
  trading: "",
  query: "",
  filters: [],
  range: { kind: "last", span: "1h" },
  event: null,
  live: true,
  theme: "auto",
  zone: "local",
  density: "comfortable",
  facets: true,
  overview: true,
};

/** Part of the state that makes a search, as a saved view keeps it. */
export type SearchState = Pick<PageState, "query" | "filters" | "range">;

/** The state as URL parameters without `?`; what is at its default is left out. */
export function printState(state: PageState): string {
  if (state.page === "trading") return printTrading(state);
  const parameters = searchParameters(state);
  if (state.event !== null) parameters.set("event", state.event);
  if (!state.live) parameters.set("live", "0");
  setLooks(parameters, state);
  if (state.density !== "comfortable") parameters.set("density", state.density);
  if (!state.facets) parameters.set("facets", "0");
  if (!state.overview) parameters.set("overview", "0");
  return parameters.toString();
}

function setLooks(parameters: URLSearchParams, { theme, zone }: PageState): void {
  if (theme !== "auto") parameters.set("theme", theme);
  if (zone !== "local") parameters.set("tz", zone);
}

/** Parameters that all pages share; the others in a trading address are that page's own. */
const SHARED = ["page", "theme", "tz"];

function printTrading(state: PageState): string {
  const parameters = new URLSearchParams({ page: "trading" });
  for (const [name, value] of new URLSearchParams(state.trading)) {
    if (!SHARED.includes(name)) parameters.append(name, value);
  }
  setLooks(parameters, state);
  return parameters.toString();
}

function parseTrading(parameters: URLSearchParams): string {
  const own = new URLSearchParams(parameters);
  for (const name of SHARED) own.delete(name);
  return own.toString();
}

export function printSearch(state: SearchState): string {
  return searchParameters(state).toString();
}

/** Reads what {@link printState} wrote. What cannot be read is at its default: a cut link still opens. */
export function parseState(text: string): PageState {
  const parameters = new URLSearchParams(text);
  const theme = parameters.get("theme");
  const looks = {
    theme: theme === "dark" || theme === "light" ? theme : "auto",
    zone: parameters.get("tz") === "utc" ? "utc" : "local",
  } as const;
  if (parameters.get("page") === "trading") {
    return { ...DEFAULT_STATE, ...looks, page: "trading", trading: parseTrading(parameters) };
  }
  return {
    ...looks,
    page: "logs",
    trading: "",
    query: parameters.get("q") ?? "",
    filters: parseFilters(parameters),
    range: parseRange(parameters),
    event: parameters.get("event"),
    live: parameters.get("live") !== "0",
    density: parameters.get("density") === "compact" ? "compact" : "comfortable",
    facets: parameters.get("facets") !== "0",
    overview: parameters.get("overview") !== "0",
  };
}

function searchParameters({ query, filters, range }: SearchState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (query !== "") parameters.set("q", query);
  for (const filter of filters) parameters.append(filter.exclude ? "not" : "is", `${filter.field}:${filter.value}`);
  if (range.kind === "fixed") {
    parameters.set("from", new Date(range.startMs).toISOString());
    parameters.set("to", new Date(range.endMs).toISOString());
  } else if (range.span !== "1h") {
    parameters.set("range", range.span);
  }
  return parameters;
}

function parseFilters(parameters: URLSearchParams): FieldFilter[] {
  const filters: FieldFilter[] = [];
  for (const [name, text] of parameters) {
    if (name !== "is" && name !== "not") continue;
    const colon = text.indexOf(":");
    if (colon <= 0) continue;
    filters.push({ field: text.slice(0, colon), value: text.slice(colon + 1), exclude: name === "not" });
  }
  return filters;
}

function parseRange(parameters: URLSearchParams): TimeRange {
  const startMs = Date.parse(parameters.get("from") ?? "");
  const endMs = Date.parse(parameters.get("to") ?? "");
  if (Number.isFinite(startMs) && Number.isFinite(endMs) && startMs < endMs) return { kind: "fixed", startMs, endMs };
  const span = parameters.get("range") ?? "";
  return isSpan(span) ? { kind: "last", span } : DEFAULT_STATE.range;
}
