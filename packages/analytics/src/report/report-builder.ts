import type { DecimalText } from "@daybook/protocol";
import { OpeningEquity } from "../account/opening-equity.ts";
import type { Opening } from "../account/opening-equity.ts";
import { DayClock } from "../calendar/day-clock.ts";
import { compatOf } from "../compat/compat-of-report.ts";
import type { DailyRow } from "../equity/daily-series.ts";
import { money, textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { Ledger } from "../ledger.ts";
import type { LedgerResult } from "../ledger.ts";
import { figure, returnMetrics } from "../metrics/return-metrics.ts";
import type { Figure, ReturnFigures } from "../metrics/return-metrics.ts";
import type { Booking, Trade } from "../trades/trade.ts";
import { CurrencyBook } from "./currency-book.ts";
import { distributionOf, drawdownRows, drawdownsByDay, monthsOf } from "./equity-tables.ts";
import { notesOf } from "./report-notes.ts";
import { DEFAULT_CONVENTION } from "./performance-report.ts";
import type { Convention, DayRow, PerformanceReport, Period } from "./performance-report.ts";

export interface ReportOptions {
  readonly period?: Period;
  readonly convention?: Partial<Convention>;
  /** Default: that of most trades. */
  readonly currency?: string | undefined;
  /** Equity before the first event; default: the first balance that was logged. */
  readonly startingEquity?: DecimalText | undefined;
  /** Closed trades in the list, the newest. */
  readonly maxTrades?: number;
  /** Only trades of these; all when empty. Deposits and balances count all the same. */
  readonly symbols?: readonly string[];
  readonly strategies?: readonly string[];
  /** Sees each closed trade of the period, for exports. */
  readonly onTrade?: (trade: Trade) => void;
}

export const DEFAULT_MAX_TRADES = 10_000;
const EVERYTHING: Period = { start: null, end: null };

/**
 * Makes a performance report of events that come in the order of `compareEvents`. Events before the period are needed too:
 * they say what was open and what the equity was; their trades are not counted. Memory grows by 24 bytes a closed trade and
 * with what is open, not with the events.
 */
export class ReportBuilder {
  readonly #options: ReportOptions;
  readonly #period: Period;
  readonly #convention: Convention;
  readonly #clock: DayClock;
  readonly #ledger: Ledger;
  readonly #books = new Map<string, CurrencyBook>();
  readonly #openings = new Map<string, OpeningEquity>();

  /** Throws RangeError for a zone or close that there is not. */
  constructor(options: ReportOptions = {}) {
    this.#options = options;
    this.#period = options.period ?? EVERYTHING;
    this.#convention = { ...DEFAULT_CONVENTION, ...options.convention };
    const { time_zone: timeZone, close, source, matching, round_trips: roundTrips } = this.#convention;
    this.#clock = new DayClock({ timeZone, close });
    const sink = { trade: (trade: Trade) => this.#trade(trade), booking: (booking: Booking) => this.#book(booking) };
    this.#ledger = new Ledger(sink, { source, matching, roundTrips, balanceAt: this.#period.start });
  }

  /** Throws RangeError when an event is older than the one before. */
  add(event: TradingEvent): void {
    if (this.#period.end === null || event.timestamp < this.#period.end) this.#ledger.add(event);
  }

  finish(): PerformanceReport {
    const ledger = this.#ledger.finish();
    const currency = this.#options.currency ?? this.#mainCurrency(ledger);
    const book = this.#bookOf(currency);
    const { list, statistics } = book;
    const opening = this.#openingOf(currency);
    const start = opening.of(this.#options.startingEquity, this.#ledger.account.of(currency));
    const trades = statistics.figures;
    const { rows, first, last } = this.#rows(book, opening.hasEarlier, start);
    const days = dayRowsOf(rows, book);
    const { returns, values } = this.#returns(rows, start === undefined);
    const equities = rows.flatMap(({ equity }) => (equity === null ? [] : Number(equity)));
    const meanEquity = equities.reduce((sum, equity) => sum + equity, 0) / equities.length;
    const ending = rows.at(-1)?.equity ?? start?.amount ?? null;
    const frame = { period: this.#period, convention: this.#convention };
    return {
      format: "daybook performance report 1",
      period: this.#period,
      first_day: first ?? null,
      last_day: last ?? null,
      convention: this.#convention,
      currency,
      currencies: [...this.#books].map(([name, { statistics: own }]) => ({
        currency: name,
        ...own.totals,
      })),
      starting_equity: start?.amount ?? null,
      starting_equity_from: start?.from ?? null,
      ending_equity: ending,
      logged_balance: this.#loggedBalance(currency, ending),
      deposits: book.deposits.text,
      trades,
      returns,
      exposure: figure(book.exposure, "no time between entries and exits"),
      turnover: figure(book.volume / meanEquity, "no equity is known"),
      compat: compatOf(book.compatTrades, values, days, { ...frame, start: start?.amount }, { trades, returns }),
      days,
      months: monthsOf(days),
      drawdowns: drawdownRows(days),
      by_symbol: book.symbols.rows,
      by_strategy: book.strategies.rows,
      by_side: book.sides.rows,
      by_exit_reason: book.exitReasons.rows,
      by_weekday: book.weekdays.rows,
      by_hour: book.hours.rowsByKey(),
      distribution: distributionOf(statistics.results),
      trade_list: list.trades,
      trades_left_out: list.leftOut,
      open_positions: ledger.open.filter((position) => position.currency === currency && this.#isWanted(position)),
      incomplete: ledger.incomplete.filter(
        (trade) => trade.currency === currency && this.#isInside(trade.timestamp) && this.#isWanted(trade),
      ),
      notes: notesOf(ledger, this.#books, currency),
    };
  }

  #trade(trade: Trade): void {
    if (!this.#isInside(trade.exit_time) || !this.#isWanted(trade)) return;
    this.#bookOf(trade.currency).add(trade);
    this.#options.onTrade?.(trade);
  }

  #book(booking: Booking): void {
    const { currency } = booking;
    this.#openingOf(currency).book(booking, this.#ledger.account.of(currency));
    const isTrading = booking.kind === "pnl" || booking.kind === "funding";
    if (isTrading && !this.#isWanted(booking)) return;
    if (this.#isInside(booking.timestamp)) this.#bookOf(currency).book(booking);
  }

  #openingOf(currency: string): OpeningEquity {
    let opening = this.#openings.get(currency);
    if (opening === undefined) this.#openings.set(currency, (opening = new OpeningEquity(this.#period.start)));
    return opening;
  }

  #bookOf(currency: string): CurrencyBook {
    let book = this.#books.get(currency);
    if (book === undefined) {
      book = new CurrencyBook(this.#clock, {
        maxTrades: this.#options.maxTrades ?? DEFAULT_MAX_TRADES,
        compat: this.#convention.compat,
      });
      this.#books.set(currency, book);
    }
    return book;
  }

  #isWanted({ symbol, strategy }: { readonly symbol: string; readonly strategy: string }): boolean {
    const { symbols = [], strategies = [] } = this.#options;
    return (
      (symbols.length === 0 || symbols.includes(symbol)) && (strategies.length === 0 || strategies.includes(strategy))
    );
  }

  #isInside(timestamp: string): boolean {
    const { start, end } = this.#period;
    return (start === null || timestamp >= start) && (end === null || timestamp < end);
  }

  /** That of most trades; without any, the one in which something was booked first, or a balance was logged. */
  #mainCurrency(ledger: LedgerResult): string {
    let [name, most] = ["", 0];
    for (const [currency, { tradeCount }] of this.#books) if (tradeCount > most) [name, most] = [currency, tradeCount];
    if (most > 0) return name;
    const held = ledger.open.map((position) => position.currency);
    return [...this.#openings.keys(), ...held, ...this.#ledger.account.currencies][0] ?? "";
  }

  #loggedBalance(currency: string, ending: DecimalText | null): PerformanceReport["logged_balance"] {
    const last = this.#ledger.account.of(currency)?.last;
    if (last === undefined) return null;
    const difference = ending === null ? null : textOf(money(last.total).minus(ending));
    return { timestamp: last.timestamp, total: last.total, difference };
  }

  /**
   * From the first entry or the start of the period to the last booking or the end of the period. A period that begins
   * before anything is known begins with what is.
   */
  #rows(book: CurrencyBook, hasEarlier: boolean, start: Opening | undefined) {
    const { start: from, end: to } = this.#period;
    const { firstDay: booked, lastDay: lastBooked } = book.daily;
    const entryDay = book.firstEntry === undefined ? booked : this.#clock.dayOf(book.firstEntry);
    const known = earlierOf(booked, entryDay);
    const startDay = from === null ? undefined : this.#clock.dayOf(from);
    const first =
      startDay === undefined ? entryDay : hasEarlier || (known !== undefined && startDay > known) ? startDay : known;
    const last = to === null ? lastBooked : this.#lastDayOf(to);
    const isEmpty = first === undefined || last === undefined || last < first;
    const rows: DailyRow[] = isEmpty ? [] : book.daily.rows(first, last, start?.amount);
    return { rows, first, last: first === undefined ? undefined : last };
  }

  /** The day of the last instant before `end`. */
  #lastDayOf(end: string): string {
    const day = this.#clock.dayOf(end);
    return this.#clock.startOf(day) === end ? previousDay(day) : day;
  }

  #returns(rows: readonly DailyRow[], isUnknown: boolean): { returns: ReturnFigures; values: Float64Array } {
    const { periods_per_year: periodsPerYear, risk_free: riskFree } = this.#convention;
    const numbers = rows.map((row) => row.return);
    const values = Float64Array.from(numbers.every((value) => value !== null) ? numbers : []);
    const returns = returnMetrics(values, { periodsPerYear, riskFree });
    if (values.length > 0 || rows.length === 0) return { returns, values };
    const reason = isUnknown
      ? "the starting balance is not known: log account_balance or give it"
      : "the equity fell to zero or below";
    const none: Figure = { value: null, reason };
    const names = Object.keys(returns) as (keyof ReturnFigures)[];
    return { returns: Object.fromEntries(names.map((name) => [name, none])) as ReturnFigures, values };
  }
}

/** The days with their trades and falls. */
function dayRowsOf(rows: readonly DailyRow[], book: CurrencyBook): DayRow[] {
  const falls = drawdownsByDay(rows);
  return rows.map((row, at) => {
    const totals = book.tradesByDay.get(row.day)?.totals;
    const counts = { trades: totals?.trades ?? 0, wins: totals?.wins ?? 0, losses: totals?.losses ?? 0 };
    return { ...row, ...counts, drawdown: falls[at] ?? null };
  });
}

function earlierOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function previousDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
