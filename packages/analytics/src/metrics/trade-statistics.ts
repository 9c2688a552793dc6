import type { DecimalText } from "@daybook/protocol";
import { epochMs } from "../calendar/epoch-ms.ts";
import { Amount, valueOf } from "../decimal/amount.ts";
import { ExactSum } from "../decimal/exact-sum.ts";
import { largestFall } from "../equity/drawdown.ts";
import type { Trade } from "../trades/trade.ts";
import type { Figure } from "./return-metrics.ts";
import { figure } from "./return-metrics.ts";
import { NumberColumn } from "./number-column.ts";

/** Counts and exact sums of a group of trades. */
export interface TradeTotals {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Neither won nor lost: trades, but in no win rate without them. */
  readonly breakeven: number;
  readonly pnl: DecimalText;
}

/** What a set of closed trades of one currency amounts to. Money is exact text; ratios are float64. */
export interface TradeFigures extends TradeTotals {
  readonly gross_profit: DecimalText;
  readonly gross_loss: DecimalText;
  readonly fees_entry: DecimalText;
  readonly fees_exit: DecimalText;
  readonly funding: DecimalText;
  readonly volume_entry: DecimalText;
  readonly win_rate: Figure;
  readonly win_rate_excluding_breakeven: Figure;
  readonly profit_factor: Figure;
  readonly avg_win: Figure;
  readonly avg_loss: Figure;
  readonly payoff_ratio: Figure;
  readonly expectancy: Figure;
  readonly expectancy_r: Figure;
  readonly kelly: Figure;
  readonly kelly_excluding_breakeven: Figure;
  readonly largest_win: Figure;
  readonly largest_loss: Figure;
  readonly max_consecutive_wins: number;
  readonly max_consecutive_losses: number;
  /** Largest fall of the running sum of results, in money, 0 or more; the start counts as a peak. */
  readonly max_drawdown_abs: number;
  readonly mean_duration_ms: Figure;
  readonly mean_mfe: Figure;
  readonly mean_mae: Figure;
}

const scratch = new Amount();

/** Counts and an exact sum, trade by trade. */
export class TotalsCounter {
  readonly #pnl = new ExactSum();
  #trades = 0;
  #wins = 0;
  #losses = 0;

  add(pnl: DecimalText, value: number): void {
    this.addAmount(scratch.read(pnl), value);
  }

  /** For one that many sums share. */
  addAmount(pnl: Amount, value: number): void {
    this.#pnl.addAmount(pnl);
    this.#trades++;
    if (value > 0) this.#wins++;
    else if (value < 0) this.#losses++;
  }

  get totals(): TradeTotals {
    const [trades, wins, losses] = [this.#trades, this.#wins, this.#losses];
    return { trades, wins, losses, breakeven: trades - wins - losses, pnl: this.#pnl.text };
  }
}

/** Adds up trades as they close: 16 bytes a trade are kept, for what depends on their order. */
export class TradeStatistics {
  readonly #totals = new TotalsCounter();
  readonly #profit = new ExactSum();
  readonly #loss = new ExactSum();
  readonly #feesEntry = new ExactSum();
  readonly #feesExit = new ExactSum();
  readonly #funding = new ExactSum();
  readonly #volume = new ExactSum();
  readonly #pnl = new NumberColumn();
  readonly #closedMs = new NumberColumn();
  #lastMs = Number.NEGATIVE_INFINITY;
  #isInOrder = true;
  #durationMs = 0;
  #mfe = 0;
  #mae = 0;
  #excursions = 0;

  add(trade: Trade): void {
    const pnl = scratch.read(trade.pnl);
    const value = valueOf(pnl);
    this.#totals.addAmount(pnl, value);
    this.#pnl.push(value);
    const closedMs = epochMs(trade.exit_time);
    if (closedMs < this.#lastMs) this.#isInOrder = false;
    this.#lastMs = closedMs;
    this.#closedMs.push(closedMs);
    if (value > 0) this.#profit.addAmount(pnl);
    else if (value < 0) this.#loss.addAmount(pnl);
    this.#feesEntry.add(trade.fees_entry);
    this.#feesExit.add(trade.fees_exit);
    if (trade.funding !== "0") this.#funding.add(trade.funding);
    this.#volume.add(trade.volume_entry);
    this.#durationMs += trade.duration_ms;
    if (trade.mfe !== null && trade.mae !== null) {
      this.#mfe += trade.mfe;
      this.#mae += trade.mae;
      this.#excursions++;
    }
  }

  get totals(): TradeTotals {
    return this.#totals.totals;
  }

  /** When the trades closed, in the order in which they came; milliseconds since 1970. */
  get closedMs(): Float64Array {
    return this.#closedMs.values;
  }

  /** Results in the order in which the trades came. */
  get pnls(): Float64Array {
    return this.#pnl.values;
  }

  /** Results in the order of the closes. */
  get results(): Float64Array {
    const results = this.#pnl.values;
    if (this.#isInOrder) return results;
    const closed = this.#closedMs.values;
    const order = [...closed.keys()].sort((a, b) => (closed[a] as number) - (closed[b] as number) || a - b);
    return Float64Array.from(order, (index) => results[index] as number);
  }

  get figures(): TradeFigures {
    const totals = this.#totals.totals;
    const { trades, wins, losses } = totals;
    const [profit, loss] = [Number(this.#profit.text), Number(this.#loss.text)];
    const [avgWin, avgLoss] = [profit / wins, loss / losses];
    const payoff = avgWin / Math.abs(avgLoss);
    const kelly = (p: number): number => p - (1 - p) / payoff;
    const none = "no trades";
    const noLoss = trades === 0 ? none : "no trade lost";
    const noWin = trades === 0 ? none : "no trade won";
    const noPayoff = wins === 0 ? noWin : noLoss;
    const results = this.results;
    const streaks = streaksOf(results);
    const expectancy = Number(totals.pnl) / trades;
    return {
      ...totals,
      gross_profit: this.#profit.text,
      gross_loss: this.#loss.text,
      fees_entry: this.#feesEntry.text,
      fees_exit: this.#feesExit.text,
      funding: this.#funding.text,
      volume_entry: this.#volume.text,
      win_rate: figure(wins / trades, none),
      win_rate_excluding_breakeven: figure(wins / (wins + losses), "no trade won or lost"),
      profit_factor: figure(profit / Math.abs(loss), noLoss),
      avg_win: figure(avgWin, noWin),
      avg_loss: figure(avgLoss, noLoss),
      payoff_ratio: figure(payoff, noPayoff),
      expectancy: figure(expectancy, none),
      expectancy_r: figure(expectancy / Math.abs(avgLoss), noLoss),
      kelly: figure(kelly(wins / trades), noPayoff),
      kelly_excluding_breakeven: figure(kelly(wins / (wins + losses)), noPayoff),
      largest_win: figure(wins === 0 ? Number.NaN : results.reduce((a, b) => Math.max(a, b)), noWin),
      largest_loss: figure(losses === 0 ? Number.NaN : results.reduce((a, b) => Math.min(a, b)), noLoss),
      max_consecutive_wins: streaks.wins,
      max_consecutive_losses: streaks.losses,
      max_drawdown_abs: largestFall(results),
      mean_duration_ms: figure(this.#durationMs / trades, none),
      mean_mfe: figure(this.#mfe / this.#excursions, "no prices on the way"),
      mean_mae: figure(this.#mae / this.#excursions, "no prices on the way"),
    };
  }
}

/** Longest runs of wins and of losses; a breakeven trade ends both. */
function streaksOf(results: Float64Array): { wins: number; losses: number } {
  let [wins, losses, run] = [0, 0, 0];
  for (const value of results) {
    const sign = Math.sign(value);
    run = sign === 0 ? 0 : Math.sign(run) === sign ? run + sign : sign;
    if (run > wins) wins = run;
    if (-run > losses) losses = -run;
  }
  return { wins, losses };
}
