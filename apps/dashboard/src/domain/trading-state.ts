export const TIMEFRAMES = ["1d", "1w", "1m", "3m", "1y", "all"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

export const TRADING_VIEWS = ["performance", "no_trade", "reconciliation"] as const;
export type TradingView = (typeof TRADING_VIEWS)[number];

/** A named stretch of days up to today, or days from the first to the last, both included; either may be open. */
export type TradingPeriod =
  | { kind: "timeframe"; timeframe: Timeframe }
  | { kind: "dates"; start: string | null; end: string | null };

/** Settings of a report other than its period and its filters. Left out: the server's default. */
export const SETTINGS = [
  "time_zone",
  "close",
  "periods_per_year",
  "risk_free",
  "starting_equity",
  "source",
  "matching",
  "round_trips",
  "compat",
] as const;
export type Setting = (typeof SETTINGS)[number];
export type Settings = Readonly<Partial<Record<Setting, string>>>;

/** Everything that a link to the trading page carries. */
export interface TradingState {
  view: TradingView;
  period: TradingPeriod;
  symbols: readonly string[];
  strategies: readonly string[];
  currency: string | null;
  settings: Settings;
  /** Number of the trade whose life is open. */
  trade: string | null;
  /** Text that the rows of the table of trades hold. */
  find: string;
  /** Column of the table, with `-` before it when the largest is first. */
  sort: string;
}

export const DEFAULT_SORT = "-exit_time";

export const DEFAULT_TRADING: Readonly<TradingState> = {
  view: "performance",
  period: { kind: "timeframe", timeframe: "1m" },
  symbols: [],
  strategies: [],
  currency: null,
  settings: {},
  trade: null,
  find: "",
  sort: DEFAULT_SORT,
};

const isOneOf = <T extends string>(all: readonly T[], text: string | null): text is T =>
  text !== null && (all as readonly string[]).includes(text);

/** The state as URL parameters without `?`; what is at its default is left out. */
export function printTradingState(state: TradingState): string {
  const parameters = new URLSearchParams();
  if (state.view !== "performance") parameters.set("view", state.view);
  const { period } = state;
  if (period.kind === "dates") setPeriod(parameters, period);
  else if (period.timeframe !== "1m") parameters.set("timeframe", period.timeframe);
  setFilters(parameters, state);
  if (state.trade !== null) parameters.set("trade", state.trade);
  if (state.find !== "") parameters.set("find", state.find);
  if (state.sort !== DEFAULT_SORT) parameters.set("sort", state.sort);
  return parameters.toString();
}

/** Reads what {@link printTradingState} wrote. What cannot be read is at its default. */
export function parseTradingState(text: string): TradingState {
  const parameters = new URLSearchParams(text);
  const view = parameters.get("view");
  const settings: Partial<Record<Setting, string>> = {};
  for (const name of SETTINGS) {
    const value = parameters.get(name);
    if (value !== null && value !== "") settings[name] = value;
  }
  return {
    view: isOneOf(TRADING_VIEWS, view) ? view : "performance",
    period: parsePeriod(parameters),
    symbols: parameters.getAll("symbol"),
    strategies: parameters.getAll("strategy"),
    currency: parameters.get("currency") || null,
    settings,
    trade: parameters.get("trade") || null,
    find: parameters.get("find") ?? "",
    sort: parameters.get("sort") || DEFAULT_SORT,
  };
}

/** What is asked of `GET /reports/performance`, and of the other reports, which read less of it. */
export function reportParameters(state: TradingState): URLSearchParams {
  const parameters = new URLSearchParams();
  setPeriod(parameters, state.period);
  setFilters(parameters, state);
  return parameters;
}

/** The period alone, for reports of what happened in it. */
export function periodParameters(state: TradingState): URLSearchParams {
  const parameters = new URLSearchParams();
  setPeriod(parameters, state.period);
  for (const name of ["time_zone", "close"] as const) {
    const value = state.settings[name];
    if (value !== undefined) parameters.set(name, value);
  }
  return parameters;
}

function setPeriod(parameters: URLSearchParams, period: TradingPeriod): void {
  if (period.kind === "timeframe") return parameters.set("timeframe", period.timeframe);
  if (period.start !== null) parameters.set("start", period.start);
  if (period.end !== null) parameters.set("end", period.end);
}

function setFilters(parameters: URLSearchParams, { symbols, strategies, currency, settings }: TradingState): void {
  for (const symbol of symbols) parameters.append("symbol", symbol);
  for (const strategy of strategies) parameters.append("strategy", strategy);
  if (currency !== null) parameters.set("currency", currency);
  for (const name of SETTINGS) {
    const value = settings[name];
    if (value !== undefined) parameters.set(name, value);
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function parsePeriod(parameters: URLSearchParams): TradingPeriod {
  const timeframe = parameters.get("timeframe");
  if (isOneOf(TIMEFRAMES, timeframe)) return { kind: "timeframe", timeframe };
  const [start, end] = ["start", "end"].map((name) => {
    const text = parameters.get(name) ?? "";
    return DAY.test(text) || INSTANT.test(text) ? text : null;
  });
  if (!start && !end) return DEFAULT_TRADING.period;
  return { kind: "dates", start: start ?? null, end: end ?? null };
}

export const TIMEFRAME_LABEL: Readonly<Record<Timeframe, string>> = {
  "1d": "Today",
  "1w": "7 days",
  "1m": "30 days",
  "3m": "91 days",
  "1y": "365 days",
  all: "Everything",
};
