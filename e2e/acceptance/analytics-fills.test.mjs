import { MATCHINGS, TradeStatistics, assembleTrades } from "@daybook/analytics";
import { describe, expect, it } from "vitest";
import { ARRIVALS, csv, differing, eventsOf, readShared } from "./analytics-data.mjs";

const wanted = JSON.parse(readShared("oracle/roundtrips_dev.json")).slothkins_pure_mm;
const SET = "fills_slothkins_pure_mm";

function statisticsOf(trades) {
  const statistics = new TradeStatistics();
  for (const trade of trades) statistics.add(trade);
  return statistics.figures;
}

describe.each(Object.entries(ARRIVALS))("round trips of a market maker's fills, %s", (_arrival, read) => {
  // The oracle merges fills that follow each other in one direction.
  const { trades, open, incomplete, fills } = assembleTrades(read(SET), { roundTrips: "per_run" });

  it("are those of the oracle, one by one", () => {
    const table = csv("oracle/roundtrips_slothkins_pure_mm.csv");
    const time = (text) => text.replace(" ", "T").replace("+00:00", ".000000Z");
    const rows = trades.map((trade) => [trade.entry_time, trade.exit_time, trade.side, trade.symbol]);
    expect(rows).toEqual(
      table.map((row) => [time(row.open_dt), time(row.close_dt), row.long === "True" ? "long" : "short", row.symbol]),
    );
    expect(fills).toBe(wanted.fills);
    expect({ open: open.length, incomplete }).toEqual({ open: 0, incomplete: [] });
    // Theirs are float64 sums of numbers near 19,000: twelve digits behind the point are what they hold.
    trades.forEach((trade, at) => expect(Math.abs(Number(trade.pnl) - Number(table[at].pnl))).toBeLessThan(1e-11));
  });

  it("have the oracle's statistics", () => {
    const figures = statisticsOf(trades);
    expect([figures.trades, figures.wins, figures.losses, figures.breakeven]).toEqual([
      wanted.round_trips,
      wanted.wins,
      wanted.losses,
      wanted.zero,
    ]);
    expect(figures.pnl).toBe("0.10544");
    expect(trades.filter(({ side }) => side === "long")).toHaveLength(wanted.long);
    const all = wanted.stats.pnl["All trades"];
    expect(
      differing([
        ["net_pnl", Number(figures.pnl), wanted.net_pnl],
        ["profit_factor", figures.profit_factor.value, wanted.profit_factor],
        ["gross profit", Number(figures.gross_profit), all["Gross profit"]],
        ["gross loss", Number(figures.gross_loss), all["Gross loss"]],
        ["expectancy", figures.expectancy.value, all["Avg. trade net profit"]],
        ["avg win", figures.avg_win.value, all["Avg. winning trade"]],
        ["avg loss", figures.avg_loss.value, all["Avg. losing trade"]],
        ["payoff", figures.payoff_ratio.value, all["Ratio Avg. Win:Avg. Loss"]],
        ["largest win", figures.largest_win.value, all["Largest winning trade"]],
        ["largest loss", figures.largest_loss.value, all["Largest losing trade"]],
      ]),
    ).toEqual([]);
  });

  it("have one sum by every matching, since the position ends flat", () => {
    for (const matching of MATCHINGS) {
      for (const roundTrips of ["flat_to_flat", "per_close", "per_run"]) {
        expect(statisticsOf(assembleTrades(read(SET), { matching, roundTrips }).trades).pnl).toBe("0.10544");
      }
    }
  });
});

it("fills that never come back to flat leave an open position and count what was closed", () => {
  const events = eventsOf("fills_aagoldberg_mexc");
  const { trades, open, bookings } = assembleTrades(events, { roundTrips: "per_close" });
  const sign = ({ side }) => (side === "buy" ? 1 : -1);
  const net = events.reduce((sum, event) => sum + sign(event) * Number(event.quantity), 0);
  const held = open.reduce((sum, { side, quantity }) => sum + (side === "long" ? 1 : -1) * Number(quantity), 0);
  expect(held).toBeCloseTo(net, 9);
  // Cash that came in, fees paid, and what the open position has cost: what is left is the result.
  const cash = events.reduce((sum, event) => sum - sign(event) * Number(event.quantity) * Number(event.price), 0);
  const fees = events.reduce((sum, event) => sum + Number(event.fees), 0);
  const cost = open.reduce(
    (sum, one) => sum + (one.side === "long" ? 1 : -1) * Number(one.quantity) * Number(one.entry_price),
    0,
  );
  const booked = bookings.reduce((sum, { amount }) => sum + Number(amount), 0);
  const openFees = fees - trades.reduce((sum, trade) => sum + Number(trade.fees_entry) + Number(trade.fees_exit), 0);
  expect(booked).toBeCloseTo(cash + cost - fees + openFees, 9);
  expect(trades.reduce((sum, { pnl }) => sum + Number(pnl), 0)).toBeCloseTo(booked, 12);
});
