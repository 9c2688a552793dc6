import type { DecimalText } from "@daybook/protocol";
import { parseDecimal } from "@daybook/protocol";
import { COMPAT_TOOLS } from "../compat/compat.ts";
import { TRADE_SOURCES } from "../ledger.ts";
import { ROUND_TRIPS } from "../trades/fill-book.ts";
import { MATCHINGS } from "../trades/lots.ts";
import { DEFAULT_CONVENTION } from "./performance-report.ts";
import type { Convention, Period } from "./performance-report.ts";
import type { ReportOptions } from "./report-builder.ts";
import { PeriodError, parsePeriod } from "./report-period.ts";

/** What callers say of a report, as texts: parameters of a URL, flags of a command. */
export interface ReportRequest {
  readonly timeframe?: string | undefined;
  readonly date?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly currency?: string | undefined;
  readonly symbol?: readonly string[] | undefined;
  readonly strategy?: readonly string[] | undefined;
  readonly time_zone?: string | undefined;
  readonly close?: string | undefined;
  readonly periods_per_year?: string | undefined;
  readonly risk_free?: string | undefined;
  readonly source?: string | undefined;
  readonly matching?: string | undefined;
  readonly round_trips?: string | undefined;
  readonly compat?: string | undefined;
  readonly starting_equity?: string | undefined;
  readonly max_trades?: string | undefined;
}

/** The list in a report holds at most so many trades; an export holds all. */
export const MAX_LISTED_TRADES = 100_000;
/** A year of milliseconds is no convention: one period a second is more than anybody reports by. */
const MAX_PERIODS = 31_536_000;

export interface ParsedRequest {
  readonly options: ReportOptions & { readonly period: Period };
  readonly convention: Convention;
}

/** Throws PeriodError, which names the parameter and what is right. */
export function parseReportRequest(request: ReportRequest, nowMs: number): ParsedRequest {
  const timeZone = request.time_zone ?? DEFAULT_CONVENTION.time_zone;
  const close = request.close ?? DEFAULT_CONVENTION.close;
  const period = parsePeriod(request, { timeZone, close }, nowMs);
  const convention: Convention = {
    time_zone: timeZone,
    close,
    periods_per_year: numberOf(request, "periods_per_year", DEFAULT_CONVENTION.periods_per_year, 1, MAX_PERIODS),
    risk_free: numberOf(request, "risk_free", DEFAULT_CONVENTION.risk_free, -0.99, 10),
    source: oneOf(request, "source", TRADE_SOURCES, DEFAULT_CONVENTION.source),
    matching: oneOf(request, "matching", MATCHINGS, DEFAULT_CONVENTION.matching),
    round_trips: oneOf(request, "round_trips", ROUND_TRIPS, DEFAULT_CONVENTION.round_trips),
    compat: oneOf(request, "compat", COMPAT_TOOLS, null),
  };
  const maxTrades =
    request.max_trades === undefined ? undefined : numberOf(request, "max_trades", 0, 0, MAX_LISTED_TRADES);
  return {
    convention,
    options: {
      period,
      convention,
      currency: request.currency,
      startingEquity: equityOf(request.starting_equity),
      symbols: request.symbol ?? [],
      strategies: request.strategy ?? [],
      ...(maxTrades === undefined ? {} : { maxTrades: Math.floor(maxTrades) }),
    },
  };
}

type TextName = Exclude<keyof ReportRequest, "symbol" | "strategy">;

function oneOf<T extends string, D extends T | null>(
  request: ReportRequest,
  name: TextName,
  allowed: readonly T[],
  usual: D,
): T | D {
  const value = request[name];
  if (value === undefined || value === "") return usual;
  const found = allowed.find((one) => one === value);
  if (found === undefined) {
    throw new PeriodError(name, `"${value.slice(0, 80)}" is none of ${allowed.join(", ")}`);
  }
  return found;
}

function numberOf(request: ReportRequest, name: TextName, usual: number, least: number, most: number): number {
  const text = request[name];
  if (text === undefined || text === "") return usual;
  const value = Number(text);
  if (!(value >= least && value <= most)) {
    throw new PeriodError(name, `"${text.slice(0, 80)}" is no number from ${least} to ${most}`);
  }
  return value;
}

function equityOf(text: string | undefined): DecimalText | undefined {
  if (text === undefined || text === "") return undefined;
  const amount = parseDecimal(text);
  if (amount === undefined || !(Number(amount) > 0)) {
    throw new PeriodError("starting_equity", `"${text.slice(0, 80)}" is no amount above zero, for example 10000`);
  }
  return amount;
}
