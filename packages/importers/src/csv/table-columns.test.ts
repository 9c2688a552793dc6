import { expect, test } from "vitest";
import { guessColumns, requireColumns } from "./table-columns.ts";

const guess = (header: string, map?: Map<string, string>) => {
  const columns = header.split(",");
  return Object.fromEntries([...guessColumns(columns, map)].map(([role, index]) => [role, columns[index]]));
};

test.each([
  [
    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
    { timestamp: "Date(UTC)", symbol: "Pair", quantity: "Executed", fees: "Fee" },
  ],
  [
    "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin",
    { side: "Type", quantity: "Amount", cost: "Total", fee_currency: "Fee Coin" },
  ],
  [
    "txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers",
    { trade_id: "txid", order_id: "ordertxid", quantity: "vol", cost: "cost" },
  ],
  [
    "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit",
    { trade_id: "trade id", symbol: "product", timestamp: "created at", fee_currency: "price/fee/total unit" },
  ],
  [
    "Symbol,Direction,Entry Time,Exit Time,Entry Price,Exit Price,Qty,PnL",
    { entry_price: "Entry Price", exit_time: "Exit Time", pnl: "PnL", side: "Direction" },
  ],
])("%s", (header, expected) => {
  expect(guess(header)).toMatchObject(expected);
});

test("a map says what names do not, and takes a column out", () => {
  expect(
    guess(
      "a,b,price,px",
      new Map([
        ["a", "symbol"],
        ["px", "price"],
        ["b", "data.fee_currency"],
      ]),
    ),
  ).toEqual({
    symbol: "a",
    price: "px",
    fee_currency: "b",
  });
  expect(guess("price", new Map([["price", ""]]))).toEqual({});
  expect(() => guess("a", new Map([["x", "price"]]))).toThrow("there is no column x");
  expect(() => guess("a", new Map([["a", "colour"]]))).toThrow("colour is no field of a trade");
});

test("what cannot be told is asked for with the option that tells it", () => {
  const header = ["a", "price"];
  expect(() => requireColumns(guessColumns(header), ["symbol", "side"], header)).toThrow(
    expect.objectContaining({
      message: "No column tells the symbol and the side; the columns are: a, price.",
      extra: { hint: "Say which it is: --map 'COLUMN=symbol,COLUMN=side'" },
    }),
  );
});
