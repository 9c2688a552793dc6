import type { CompatTrade } from "../compat/compat-input.ts";
import type { DayClock } from "../calendar/day-clock.ts";
import { DailySeries } from "../equity/daily-series.ts";
import { ExactSum } from "../decimal/exact-sum.ts";
import { NumberColumn } from "../metrics/number-column.ts";
import { TotalsCounter, TradeStatistics } from "../metrics/trade-statistics.ts";
import type { Booking, Trade } from "../trades/trade.ts";
import type { GroupRow } from "./performance-report.ts";

/** Groups of one kind (symbols, exit reasons …) that are kept apart at most; what comes later is counted together. */
export const MAX_GROUPS = 5_000;
export const OTHER_GROUP = "(other)";

/** Totals by some key of the trades. */
export class Groups {
  readonly #groups = new Map<string, { totals: TotalsCounter; profit: number; loss: number; fees: ExactSum }>();

  add(key: string, trade: Trade, value: number): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      const name = this.#groups.size < MAX_GROUPS ? key : OTHER_GROUP;
      group = this.#groups.get(name) ?? { totals: new TotalsCounter(), profit: 0, loss: 0, fees: new ExactSum() };
      this.#groups.set(name, group);
    }
    group.totals.add(trade.pnl, value);
    if (value > 0) group.profit += value;
    else group.loss -= value;
    group.fees.add(trade.fees_entry);
    group.fees.add(trade.fees_exit);
  }

  /** Best result first. */
  get rows(): GroupRow[] {
    return [...this.#groups]
      .map(([key, { totals, profit, loss, fees }]) => {
        const sums = totals.totals;
        return {
          key,
          ...sums,
          win_rate: sums.trades > 0 ? sums.wins / sums.trades : null,
          profit_factor: loss > 0 ? profit / loss : null,
          fees: fees.text,
        };
      })
      .sort((a, b) => Number(b.pnl) - Number(a.pnl) || (a.key < b.key ? -1 : 1));
  }

  rowsByKey(): GroupRow[] {
    return this.rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export interface BookLimits {
  /** Closed trades that are kept for the list. */
  readonly maxTrades: number;
  /** Whether the trades' numbers are kept, which one of the other tools orders by. */
  readonly keepsIds: boolean;
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
  readonly #exited = new NumberColumn();
  readonly #results = new NumberColumn();
  readonly #returns = new NumberColumn();
  readonly #ids: string[] = [];
  #trades: Trade[] = [];
  firstEntry: string | undefined;
  tradeCount = 0;
  differing = 0;
  #volume = 0;

  constructor(clock: DayClock, limits: BookLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.daily = new DailySeries(clock);
  }

  book(booking: Booking, isCounted: boolean): void {
    this.daily.add(booking);
    if (isCounted && (booking.kind === "deposit" || booking.kind === "withdrawal")) this.deposits.add(booking.amount);
  }

  add(trade: Trade): void {
    const value = Number(trade.pnl);
    this.tradeCount++;
    this.statistics.add(trade);
    if (trade.pnl_computed !== undefined) this.differing++;
    if (this.firstEntry === undefined || trade.entry_time < this.firstEntry) this.firstEntry = trade.entry_time;
    const day = this.#clock.dayOf(trade.exit_time);
    this.symbols.add(trade.symbol, trade, value);
    this.strategies.add(trade.strategy, trade, value);
    this.sides.add(trade.side, trade, value);
    this.exitReasons.add(trade.exit_reason, trade, value);
    this.weekdays.add(WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] as string, trade, value);
    this.hours.add(trade.exit_time.slice(11, 13), trade, value);
    let counter = this.tradesByDay.get(day);
    if (counter === undefined) this.tradesByDay.set(day, (counter = new TotalsCounter()));
    counter.add(trade.pnl, value);
    this.#entered.push(Date.parse(trade.entry_time));
    this.#exited.push(Date.parse(trade.exit_time));
    this.#results.push(value);
    if (this.#limits.keepsIds) this.#ids.push(trade.id);
    this.#returns.push(trade.return ?? Number.NaN);
    this.#volume += Number(trade.volume_entry) + Number(trade.quantity) * Number(trade.exit_price);
    this.#keep(trade);
  }

  /** The newest trades, oldest first, and how many more there were. */
  get list(): { trades: Trade[]; leftOut: number } {
    const sorted = this.#trades.toSorted((a, b) =>
      a.exit_time < b.exit_time ? -1 : a.exit_time > b.exit_time ? 1 : 0,
    );
    const trades = sorted.slice(Math.max(0, sorted.length - this.#limits.maxTrades));
    return { trades, leftOut: this.tradeCount - trades.length };
  }

  /** Trades as other tools look at them, in the order of their closes. */
  get compatTrades(): CompatTrade[] {
    const [results, returns] = [this.#results.values, this.#returns.values];
    const [entered, exited] = [this.#entered.values, this.#exited.values];
    const trades = Array.from(results, (pnl, at) => ({
      id: this.#ids[at] ?? "",
      pnl,
      return: Number.isNaN(returns[at]) ? null : (returns[at] as number),
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
    const [entered, exited] = [this.#entered.values, this.#exited.values];
    const order = [...entered.keys()].sort((a, b) => (entered[a] as number) - (entered[b] as number));
    let [open, until, first, last] = [0, Number.NEGATIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY];
    for (const at of order) {
      const [start, end] = [entered[at] as number, exited[at] as number];
      if (Number.isNaN(first)) first = start;
      open += Math.max(0, end - Math.max(start, until));
      until = Math.max(until, end);
      last = Math.max(last, end);
    }
    return open / (last - first);
  }

  #keep(trade: Trade): void {
    this.#trades.push(trade);
    // Dropped in portions: dropping one at each trade would move all of them.
    if (this.#trades.length > 2 * this.#limits.maxTrades + 1_000) {
      this.#trades = this.#trades.slice(this.#trades.length - this.#limits.maxTrades);
    }
  }
}
