import { expect, test } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { LoggedStatement } from "./logged-statement.ts";

const time = "2024-01-01T00:00:00.000000Z";

function rowsOf(...events: Omit<TradingEvent, "timestamp">[]) {
  const statement = new LoggedStatement();
  for (const event of events) statement.add({ timestamp: time, ...event });
  return statement.rows;
}

test("a fill becomes a line with the exchange's number, where there is one", () => {
  const fill = { event_type: "order_filled", id: "e1", symbol: "BTC/USDT", side: "sell", quantity: "2", price: "10" };
  expect(rowsOf({ ...fill, trade_id: "77", order_id: "o", fees: "0.1", currency: "USDT" })).toEqual([
    {
      kind: "fill",
      time,
      ref: "e1",
      symbol: "BTC/USDT",
      side: "sell",
      quantity: "2",
      price: "10",
      fees: "0.1",
      currency: "USDT",
      trade_id: "77",
      order_id: "o",
    },
  ]);
  expect(rowsOf({ ...fill, trade_id: "mine", data: { exchange_trade_id: "99" } })[0]).toMatchObject({ trade_id: "99" });
  expect(rowsOf(fill)[0]).not.toHaveProperty("fees");
});

test("balances, transfers and funding become lines; the rest does not", () => {
  const rows = rowsOf(
    { event_type: "account_balance", id: "b", currency: "USDT", data: { total: "1000.5" } },
    { event_type: "deposit", id: "d", currency: "USDT", quantity: "50", data: { tx_hash: "0xabc" } },
    { event_type: "funding_payment", id: "f", symbol: "BTCUSDT", pnl: "-0.25" },
    { event_type: "account_balance", id: "none" },
    { event_type: "withdrawal", id: "no amount" },
    { event_type: "trade_entry", id: "other", quantity: "1", price: "2" },
  );
  expect(rows.map(({ kind, amount, ref, trade_id }) => [kind, amount, ref, trade_id])).toEqual([
    ["balance", "1000.5", "b", undefined],
    ["deposit", "50", "d", "0xabc"],
    ["funding", "-0.25", "f", undefined],
  ]);
});
