import { expect, test } from "vitest";
import { chunksOf, collect, eventsOf, faultsOf } from "../test-support/chunks.ts";
import { freqtradeBacktestRows } from "./backtest.ts";

const read = (content: unknown) =>
  collect(
    freqtradeBacktestRows(chunksOf(typeof content === "string" ? content : JSON.stringify(content)), "freqtrade"),
  );

const TRADE = {
  pair: "SOL/USDT:USDT",
  stake_amount: 98.249,
  amount: 0.95,
  open_date: "2024-01-01 03:37:00+00:00",
  close_date: "2024-01-01 05:00:00+00:00",
  open_timestamp: 1_704_080_220_000,
  close_timestamp: 1_704_085_200_000,
  open_rate: 103.42,
  close_rate: 104,
  fee_open: 0.0002,
  fee_close: 0.0002,
  profit_ratio: 0.005,
  profit_abs: 0.5115904,
  exit_reason: "roi",
  is_open: false,
  is_short: false,
  leverage: 1,
  enter_tag: "",
  orders: [
    {
      amount: 0.95,
      safe_price: 103.42,
      ft_order_side: "buy",
      order_filled_timestamp: 1_704_080_220_000,
      ft_is_entry: true,
    },
    {
      amount: 0.95,
      safe_price: 104,
      ft_order_side: "sell",
      order_filled_timestamp: 1_704_085_200_000,
      ft_is_entry: false,
    },
  ],
};
const result = (trades: unknown[], own: object = {}) => ({
  strategy: { Hold: { trades, starting_balance: 1_000, stake_currency: "USDT", ...own } },
  strategy_comparison: [],
});

test("the starting balance stands just before the first trade", async () => {
  const rows = await read(result([TRADE]));
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
  const [balance, entry, exit] = eventsOf(rows);
  expect(balance).toMatchObject({
    timestamp: "2024-01-01T03:36:59.999999Z",
    event_type: "account_balance",
    strategy: "Hold",
    currency: "USDT",
    environment: "backtest",
    data: { total: "1000", reason: "starting balance" },
  });
  expect(entry).toMatchObject({ event_type: "trade_entry", price: "103.42", fees: "0.0196498", side: "buy" });
  expect(exit).toMatchObject({ event_type: "trade_exit", pnl: "0.5115904", fees: "0.01976", environment: "backtest" });
  expect(exit?.trade_id).toBe(entry?.trade_id);
  expect(exit?.trade_id).toMatch(/^bt-[0-9a-f]{8}-Hold-1$/);
  expect(exit?.data["source_row"]).not.toHaveProperty("orders");
});

test("several strategies each have their balance, and all is in time order", async () => {
  const later = { ...TRADE, open_timestamp: TRADE.open_timestamp + 60_000, orders: [] };
  const both = { strategy: { A: result([TRADE]).strategy.Hold, B: result([later]).strategy.Hold } };
  const events = eventsOf(await read(both));
  expect(events.map(({ event_type, strategy }) => `${event_type} ${strategy}`)).toEqual([
    "account_balance A",
    "trade_entry A",
    "account_balance B",
    "trade_entry B",
    "trade_exit A",
    "trade_exit B",
  ]);
});

test("no trades: the balance at the beginning of the back-test, or nothing", async () => {
  expect(eventsOf(await read(result([], { backtest_start_ts: 1_704_067_200_000 })))).toMatchObject([
    { timestamp: "2024-01-01T00:00:00.000000Z", event_type: "account_balance" },
  ]);
  expect(await read(result([]))).toEqual([]);
});

test("trades that cannot be read are told by their place", async () => {
  const rows = await read(
    result([
      TRADE,
      null,
      { ...TRADE, pair: 3.5, open_rate: "NaN" },
      { ...TRADE, close_date: null, close_timestamp: "x" },
    ]),
  );
  expect(faultsOf(rows)).toEqual([
    [2, 'trade 2 of "Hold": it is no object'],
    [3, 'trade 3 of "Hold": open_rate is "NaN", not a positive number'],
    [4, 'trade 4 of "Hold": close_date is null, not a time'],
  ]);
  expect(eventsOf(rows)).toHaveLength(3);
});

test.each([
  ["[[1, 2]]", "before 2020"],
  ['{"strategy":{"A":{"trades":[', "cut"],
  ["{'strategy'}", "not JSON"],
  ['{"results":[]}', "no object `strategy`"],
  ['{"strategy":{"A":{"trades":{}}}}', 'strategy "A" has no list of trades'],
  ['{"strategy":[]}', "no object `strategy`"],
  ["null", "no object `strategy`"],
  ["", "cut"],
])("%s is refused: %s", async (text, reason) => {
  await expect(read(text)).rejects.toThrow(reason);
});
