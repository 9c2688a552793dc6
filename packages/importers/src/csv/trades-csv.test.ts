import { expect, test } from "vitest";
import { chunksOf, collect, eventsOf, faultsOf } from "../test-support/chunks.ts";
import { looksLikeTrades, tradesCsvRows } from "./trades-csv.ts";

const read = (text: string, map = new Map<string, string>()) =>
  collect(tradesCsvRows(chunksOf(text), { delimiter: ",", map, service: "trades" }));

test("a table of fills: digits, units and the record itself are kept", async () => {
  const rows = await read(
    'Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2024-01-15 10:30:45,BTCUSDT,SELL,"42,000.10",0.5BTC,21000.05USDT,0.00050000BNB\n',
  );
  expect(rows).toMatchObject([{ number: 2, line: 2 }]);
  expect(eventsOf(rows)[0]).toEqual({
    timestamp: "2024-01-15T10:30:45.000000Z",
    level: "INFO",
    service: "trades",
    event_type: "order_filled",
    message: "SELL BTCUSDT 0.5 @ 42000.10",
    symbol: "BTCUSDT",
    side: "sell",
    price: "42000.10",
    quantity: "0.5",
    fees: "0.00050000",
    data: {
      fee_currency: "BNB",
      source_row: {
        "Date(UTC)": "2024-01-15 10:30:45",
        Pair: "BTCUSDT",
        Side: "SELL",
        Price: "42,000.10",
        Executed: "0.5BTC",
        Amount: "21000.05USDT",
        Fee: "0.00050000BNB",
      },
    },
  });
});

test("entry and exit in one record are a trade that ended", async () => {
  const header = "symbol,direction,entry time,exit time,entry price,exit price,qty,pnl,trade id\n";
  const rows = await read(
    `${header}GOOG,short,2004-11-17,2004-12-06,169.02,179.13,59,-637.57,7\nGOOG,,2004-11-17,2004-12-06,1,2,-5,,8\nGOOG,,2004-11-17,never,1,2,5,,9\n`,
  );
  expect(eventsOf(rows)).toMatchObject([
    {
      event_type: "trade_exit",
      timestamp: "2004-12-06T00:00:00.000000Z",
      side: "buy",
      price: "179.13",
      quantity: "59",
      pnl: "-637.57",
      trade_id: "7",
      data: { position_side: "short", entry_price: "169.02", duration_ms: 1_641_600_000 },
    },
    { side: "buy", quantity: "5", data: { position_side: "short" } },
  ]);
  expect(faultsOf(rows)).toEqual([[4, 'the exit has no time: "never"']]);
});

test("records that cannot be read are told by line", async () => {
  const rows = await read(
    [
      "time,symbol,side,price,qty",
      "x,A,buy,1,1",
      "2024-01-01,,buy,1,1",
      "2024-01-01,A,hold,1,1",
      "2024-01-01,A,buy,1.2.3,1",
      "2024-01-01,A,buy,1,0",
      "2024-01-01,A",
      "2024-01-01,A,b,1,-2",
      "",
    ].join("\n"),
  );
  expect(faultsOf(rows)).toEqual([
    [2, 'time is no time: "x"'],
    [3, "symbol is empty"],
    [4, 'side is neither buy nor sell: "hold"'],
    [5, 'price is no amount: "1.2.3"'],
    [6, 'qty is no amount: "0"'],
    [7, "the record has 2 cells, the header has 5"],
  ]);
  expect(eventsOf(rows)).toMatchObject([{ quantity: "2", side: "buy" }]);
});

test("what cannot be guessed is asked for", async () => {
  await expect(read("when,what,side,price,qty\n")).rejects.toThrow("No column tells the timestamp and the symbol");
  const map = new Map([
    ["when", "timestamp"],
    ["what", "symbol"],
  ]);
  expect(eventsOf(await read("when,what,side,price,qty\n2024-01-01,A,buy,1,1\n", map))).toHaveLength(1);
});

test.each([
  ["time,pair,type,price,vol", true],
  ["symbol,entry price,exit price,exit time,qty", true],
  ["time,message", false],
])("%s looks like trades: %s", (header, expected) => {
  expect(looksLikeTrades(header.split(","))).toBe(expected);
});
