import { expect, test } from "vitest";
import { chunksOf, collect, eventsOf, faultsOf } from "../test-support/chunks.ts";
import { makeDatabase, order, trade } from "../test-support/freqtrade-database.ts";
import { freqtradeDatabaseRows } from "./database.ts";

const read = (bytes: Uint8Array) => collect(freqtradeDatabaseRows(chunksOf(bytes, 10_000), "freqtrade"));

test("a closed trade is an entry and an exit with what freqtrade tells of them", async () => {
  const rows = await read(await makeDatabase({ trades: [trade(7)] }));
  expect(rows.map(({ number, line }) => [number, line])).toEqual([
    [1, 7],
    [2, 7],
  ]);
  const [entry, exit] = eventsOf(rows);
  expect(entry).toMatchObject({
    timestamp: "2024-01-24T03:15:01.825000Z",
    service: "freqtrade",
    event_type: "trade_entry",
    message: "Entered long AVAX/USDT 3.33 @ 29.68 (SampleStrategy)",
    symbol: "AVAX/USDT",
    side: "buy",
    price: "29.68",
    quantity: "3.33",
    fees: "0.0988344",
    trade_id: "ft-binance-7",
    strategy: "SampleStrategy",
    exchange: "binance",
    currency: "USDT",
    data: { position_side: "long", leverage: 1, stake_amount: 98.8344, source_row: { id: 7, pair: "AVAX/USDT" } },
  });
  expect(exit).toMatchObject({
    timestamp: "2024-02-01T03:41:56.758000Z",
    event_type: "trade_exit",
    side: "sell",
    price: "33.05",
    quantity: "3.33",
    pnl: "11.0132091",
    fees: "0.1100565",
    trade_id: "ft-binance-7",
    data: {
      exit_reason: "roi",
      pnl_ratio: 0.11131961030882863,
      duration_ms: 692_814_933,
      entry_price: 29.68,
      funding_fees: 0,
    },
  });
});

test("an open trade is an entry only; a short one is sold first", async () => {
  const rows = await read(
    await makeDatabase({
      trades: [trade(1, { is_open: 1, close_date: null, close_rate: null, is_short: 1, leverage: 3 })],
    }),
  );
  expect(eventsOf(rows)).toMatchObject([
    { event_type: "trade_entry", side: "sell", data: { position_side: "short", leverage: 3 } },
  ]);
});

test("additions and partial exits come from the orders, and the P&L of the parts adds up to the trade's", async () => {
  const at = (hour: number) => `2024-01-24 ${String(hour).padStart(2, "0")}:00:00.000000`;
  const orders = [
    order(1, 1, { order_id: "a", average: 10, filled: 2, order_filled_date: at(4) }),
    order(2, 1, { order_id: "b", average: 8, filled: 2, order_filled_date: at(5), ft_order_tag: "dca" }),
    order(3, 1, { order_id: "c", average: 8, filled: 0, order_filled_date: null, status: "canceled" }),
    order(4, 1, { order_id: "d", ft_order_side: "sell", average: 12, filled: 1, order_filled_date: at(6) }),
    order(5, 1, { order_id: "e", ft_order_side: "sell", average: 11, filled: 3, order_filled_date: at(7) }),
  ];
  const row = trade(1, {
    open_rate: 9,
    close_rate: 11,
    amount: 3,
    close_profit_abs: 8.919,
    fee_open: 0.001,
    fee_close: 0.001,
  });
  const events = eventsOf(await read(await makeDatabase({ trades: [row], orders })));
  expect(
    events.map(({ event_type, order_id, quantity, price, pnl }) => [event_type, order_id, quantity, price, pnl]),
  ).toEqual([
    ["trade_entry", "a", "2", "10", undefined],
    ["position_adjusted", "b", "2", "8", undefined],
    ["trade_partial_exit", "d", "1", "12", "2.979"],
    ["trade_exit", "e", "3", "11", "5.94"],
  ]);
  expect(events[1]?.data).toMatchObject({ reason: "dca", position_quantity: 4, entry_price: 9 });
  expect(events[2]).toMatchObject({ fees: "0.012", data: { remaining_quantity: 3, entry_price: 9 } });
});

test("an open trade that was reduced shows what was realised", async () => {
  const orders = [
    order(1, 1, { average: 10, filled: 2, order_filled_date: "2024-01-24 04:00:00" }),
    order(2, 1, { ft_order_side: "sell", average: 12, filled: 1, order_filled_date: "2024-01-24 05:00:00" }),
  ];
  const row = trade(1, { is_open: 1, close_date: null, amount: 1, open_rate: 10, realized_profit: 1.978 });
  const events = eventsOf(await read(await makeDatabase({ trades: [row], orders })));
  expect(events.map(({ event_type, pnl }) => [event_type, pnl])).toEqual([
    ["trade_entry", undefined],
    ["trade_partial_exit", "1.978"],
  ]);
});

test("older columns are understood, missing ones tolerated, and a fee in another currency is counted by its rate", async () => {
  const old = {
    id: 1,
    exchange: "binance",
    pair: "TRX/BTC",
    is_open: 0,
    fee_open: 0.0025,
    fee_close: 0.0025,
    fee_open_cost: 5,
    fee_open_currency: "BNB",
    open_rate: 9.64e-5,
    close_rate: 1e-4,
    amount: 10,
    open_date: "2018-01-10 07:15:00",
    close_date: "2018-01-10 07:20:00",
    sell_reason: "roi",
    buy_tag: "tag",
  };
  const [entry, exit] = eventsOf(await read(await makeDatabase({ trades: [old] })));
  expect(entry).toMatchObject({ price: "0.0000964", fees: "0.00000241", currency: "BTC", data: { enter_tag: "tag" } });
  // Without a profit of freqtrade's own: (0.0001 − 0.0000964)·10 less both fees.
  expect(exit).toMatchObject({ pnl: "0.00003109", data: { exit_reason: "roi" } });
});

test("rows that cannot be read are told by trade, and cost no neighbour", async () => {
  const trades = [
    trade(1, { open_date: "yesterday" }),
    trade(2, { amount: "a lot" }),
    trade(3, { pair: null }),
    trade(4, { close_date: null }),
    trade(5, { open_rate: -1 }),
    trade(6),
  ];
  const rows = await read(await makeDatabase({ trades }));
  expect(faultsOf(rows)).toEqual([
    [1, 'trade 1: open_date is "yesterday", not a time'],
    [2, 'trade 2: amount is "a lot", not a positive number'],
    [3, "trade 3: pair is missing"],
    [4, "trade 4: the trade is closed, but close_date is null"],
    [5, "trade 5: open_rate is -1, not a positive number"],
  ]);
  expect(eventsOf(rows)).toHaveLength(2);
});

test("a cost that freqtrade tells in stake currency is the fee, but not of a leveraged trade", async () => {
  const cost = { fee_open_cost: 0.09, fee_open_currency: "USDT" };
  const bytes = await makeDatabase({ trades: [trade(1, cost), trade(2, { ...cost, leverage: 3 })] });
  const entries = eventsOf(await read(bytes)).filter(({ event_type }) => event_type === "trade_entry");
  expect(entries.map(({ fees }) => fees)).toEqual(["0.09", "0.0988344"]);
});

test("the same database gives the same rows, in time order over all trades", async () => {
  const bytes = await makeDatabase({
    trades: [trade(1), trade(2, { open_date: "2024-01-20 00:00:00", close_date: "2024-01-25 00:00:00" })],
  });
  const rows = await read(bytes);
  expect(await read(bytes)).toEqual(rows);
  expect(rows.map(({ line }) => line)).toEqual([2, 1, 2, 1]);
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test("another database, a damaged and a cut one are told, not guessed", async () => {
  const other = await makeDatabase({ songs: [{ id: 1 }] });
  await expect(read(other)).rejects.toThrow("no freqtrade database: it has the tables songs");
  const bytes = await makeDatabase({ trades: Array.from({ length: 300 }, (_, i) => trade(i + 1)) });
  await expect(read(bytes.subarray(0, 50))).rejects.toThrow("cannot be read");
  await expect(read(Buffer.from("SQLite format 3\0 and then nothing of it"))).rejects.toThrow("cannot be read");
  await expect(read(bytes.subarray(0, bytes.length - 20_000))).rejects.toThrow("malformed");
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, bytes.length - 20_000, bytes.length - 10_000);
  const rows = await read(damaged);
  expect(faultsOf(rows).at(-1)?.[1]).toContain("from here on nothing was read");
  expect(eventsOf(rows).length).toBeGreaterThan(100);
});
