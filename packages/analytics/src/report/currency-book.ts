import type { CompatTrade } from "../compat/compat-input.ts";
import type { CompatTool } from "../compat/compat.ts";
import type { DayClock } from "../calendar/day-clock.ts";
import { epochMs, weekdayOf } from "../calendar/epoch-ms.ts";
import { DailySeries } from "../equity/daily-series.ts";
import { numberOf } from "../decimal/amount.ts";
import { ExactSum } from "../decimal/exact-sum.ts";
import { NumberColumn } from "../metrics/number-column.ts";
import { timeInMarket } from "../metrics/time-in-market.ts";
import { TotalsCounter, TradeStatistics } from "../metrics/trade-statistics.ts";
import type { Booking, Trade } from "../trades/trade.ts";
import { GroupedAmounts, Groups } from "./groups.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export interface BookLimits {
  /** Closed trades that are kept for the list. */
  readonly maxTrades: number;
  /** Whose figures are asked for: what only one tool looks at is kept only for it. */
  readonly compat: CompatTool | null;
}

/** Everything that a report says of one currency, as its trades close. */
export class CurrencyBook {
  readonly statistics = new TradeStatistics();
  readonly daily: DailySeries;
  readonly symbols = new Groups();
  readonly strategies = new Groups();
  readonly sides = new Groups();
  readonly exitReasons = new Groups();
  readonly weekdays = new Groups();
  readonly hours = new Groups();
  readonly tradesByDay = new Map<string, TotalsCounter>();
  readonly deposits = new ExactSum();
  readonly #clock: DayClock;
  readonly #limits: BookLimits;
  readonly #entered = new NumberColumn();
  readonly #returns = new NumberColumn();
  readonly #ids: string[] = [];
  readonly #trades: Trade[] = [];
  firstEntry: string | undefined;
  tradeCount = 0;
  differing = 0;
  #volume = 0;
  readonly #amounts = new GroupedAmounts();
  /** Neighbours close on one day. */
  #day = "";
  #weekday = "";
  #dayTotals = new TotalsCounter();

  constructor(clock: DayClock, limits: BookLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.daily = new DailySeries(clock);
  }

  /** One of the period. */
  book(booking: Booking): void {
    this.daily.add(booking);
    if (booking.kind === "deposit" || booking.kind === "withdrawal") this.deposits.add(booking.amount);
  }

  add(trade: Trade): void {
    const amounts = this.#amounts.read(trade);
    const { value } = amounts;
    this.tradeCount++;
    this.statistics.add(trade);
    if (trade.pnl_computed !== undefined) this.differing++;
    if (this.firstEntry === undefined || trade.entry_time < this.firstEntry) this.firstEntry = trade.entry_time;
    this.#turnTo(this.#clock.dayOf(trade.exit_time));
    this.symbols.add(trade.symbol, amounts);
    this.strategies.add(trade.strategy, amounts);
    this.sides.add(trade.side, amounts);
    this.exitReasons.add(trade.exit_reason, amounts);
    this.weekdays.add(this.#weekday, amounts);
    this.hours.add(this.#clock.hourOf(trade.exit_time), amounts);
    this.#dayTotals.addAmount(amounts.pnl, value);
    this.#entered.push(epochMs(trade.entry_time));
    if (this.#limits.compat === "freqtrade") this.#ids.push(trade.id);
    if (this.#limits.compat === "backtesting.py") this.#returns.push(trade.return ?? Number.NaN);
    this.#volume += numberOf(trade.volume_entry) + numberOf(trade.quantity) * numberOf(trade.exit_price);
    this.#keep(trade);
  }

  #turnTo(day: string): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#weekday = WEEKDAYS[weekdayOf(day)] as string;
    const known = this.tradesByDay.get(day);
    this.#dayTotals = known ?? new TotalsCounter();
    if (known === undefined) this.tradesByDay.set(day, this.#dayTotals);
  }

  /** The newest trades, oldest first, and how many more there were. */
  get list(): { trades: Trade[]; leftOut: number } {
    const { maxTrades } = this.#limits;
    const oldest = this.#trades.length < maxTrades ? 0 : this.tradeCount % maxTrades;
    const kept = [...this.#trades.slice(oldest), ...this.#trades.slice(0, oldest)];
    const trades = kept.sort((a, b) => (a.exit_time < b.exit_time ? -1 : a.exit_time > b.exit_time ? 1 : 0));
    return { trades, leftOut: this.tradeCount - trades.length };
  }

  /** Trades as the tool that was asked for looks at them, in the order of their closes; none without one. */
  get compatTrades(): CompatTrade[] {
    if (this.#limits.compat === null) return [];
    const [results, returns] = [this.statistics.pnls, this.#returns.values];
    const [entered, exited] = [this.#entered.values, this.statistics.closedMs];
    const trades = Array.from(results, (pnl, at) => ({
      id: this.#ids[at] ?? "",
      pnl,
      return: returns.length === 0 || Number.isNaN(returns[at]) ? null : (returns[at] as number),
      entryMs: entered[at] as number,
      exitMs: exited[at] as number,
    }));
    return trades.sort((a, b) => a.exitMs - b.exitMs);
  }

  get volume(): number {
    return this.#volume;
  }

  /** Share of the time from the first entry to the last exit in which at least one of the trades was open. */
  get exposure(): number {
    return timeInMarket(this.#entered.values, this.statistics.closedMs);
  }

  /** In a ring: what is let go while it is young costs the least. */
  #keep(trade: Trade): void {
    const { maxTrades } = this.#limits;
    if (this.#trades.length < maxTrades) this.#trades.push(trade);
    else if (maxTrades > 0) this.#trades[(this.tradeCount - 1) % maxTrades] = trade;
  }
}
