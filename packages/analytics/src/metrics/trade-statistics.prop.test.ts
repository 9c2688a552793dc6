import fc from "fast-check";
import { expect, test } from "vitest";
import { ZERO, textOf } from "../decimal/money.ts";
import { trade } from "../test-support/trading-events.ts";
import { signed } from "../test-support/arbitrary-history.ts";
import { TradeStatistics } from "./trade-statistics.ts";

interface Closed {
  readonly pnl: string;
  readonly minute: number;
  readonly fees: string;
}
const closed = fc.array(fc.record<Closed>({ pnl: signed, minute: fc.nat(50), fees: signed }), { maxLength: 60 });

/** Everything by its definition, each from the whole list. */
function naive(trades: readonly Closed[]) {
  const list = trades
    .map((one, at) => ({ ...one, at, value: Number(one.pnl) }))
    .sort((a, b) => a.minute - b.minute || a.at - b.at);
  const exact = (some: readonly { pnl: string }[]) => some.reduce((sum, { pnl }) => sum.plus(pnl), ZERO);
  const [wins, losses] = [list.filter(({ value }) => value > 0), list.filter(({ value }) => value < 0)];
  const longest = (sign: number) => {
    let most = 0;
    for (let from = 0; from < list.length; from++) {
      for (let to = from + 1; to <= list.length; to++) {
        if (list.slice(from, to).every(({ value }) => Math.sign(value) === sign)) most = Math.max(most, to - from);
      }
    }
    return most;
  };
  const running = [ZERO, ...list.map((_, at) => exact(list.slice(0, at + 1)))];
  const falls = running.flatMap((low, at) => running.slice(0, at + 1).map((high) => Number(high.minus(low))));
  const ratio = (a: number, b: number) => (Number.isFinite(a / b) ? a / b : null);
  const [avgWin, avgLoss] = [ratio(Number(exact(wins)), wins.length), ratio(Number(exact(losses)), losses.length)];
  return {
    trades: list.length,
    wins: wins.length,
    losses: losses.length,
    pnl: textOf(exact(list)),
    gross_profit: textOf(exact(wins)),
    gross_loss: textOf(exact(losses)),
    fees_entry: textOf(list.reduce((sum, { fees }) => sum.plus(fees), ZERO)),
    win_rate: ratio(wins.length, list.length),
    profit_factor: ratio(Number(exact(wins)), Math.abs(Number(exact(losses)))),
    avg_win: avgWin,
    avg_loss: avgLoss,
    expectancy: ratio(Number(exact(list)), list.length),
    largest_win: wins.length === 0 ? null : Math.max(...wins.map(({ value }) => value)),
    largest_loss: losses.length === 0 ? null : Math.min(...losses.map(({ value }) => value)),
    max_consecutive_wins: longest(1),
    max_consecutive_losses: longest(-1),
    max_drawdown_abs: Math.max(0, ...falls),
  };
}

test("figures are those of their definitions, each computed from the whole list", () => {
  fc.assert(
    fc.property(closed, (trades) => {
      const statistics = new TradeStatistics();
      for (const { pnl, minute, fees } of trades) {
        const exit_time = new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString().replace("Z", "000Z");
        statistics.add(trade({ pnl, exit_time, fees_entry: fees }));
      }
      const { figures } = statistics;
      const { max_drawdown_abs: fall, ...wanted } = naive(trades);
      for (const [name, value] of Object.entries(wanted)) {
        const ours = figures[name as keyof typeof wanted];
        expect(typeof ours === "object" ? ours.value : ours, name).toBe(value);
      }
      const volume = trades.reduce((sum, { pnl }) => sum + Math.abs(Number(pnl)), 0);
      expect(Math.abs(figures.max_drawdown_abs - fall)).toBeLessThanOrEqual(1e-12 * (volume + 1));
    }),
  );
});
