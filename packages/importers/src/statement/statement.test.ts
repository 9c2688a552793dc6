import { expect, test } from "vitest";
import { readStatement } from "./statement.ts";

const read = (...lines: string[]) => readStatement(Buffer.from(`${lines.join("\n")}\n`));

test("Binance: trade history, amounts with their unit", async () => {
  const { entries } = await read(
    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
    "2024-01-15 10:30:45,BTCUSDT,BUY,42000.10,0.5BTC,21000.05USDT,0.0005BNB",
  );
  expect(entries).toEqual([
    {
      line: 2,
      kind: "fill",
      time: "2024-01-15T10:30:45.000000Z",
      symbol: "BTCUSDT",
      side: "buy",
      quantity: "0.5",
      price: "42000.10",
      fees: "0.0005",
      fee_currency: "BNB",
    },
  ]);
});

test("Kraken: trades and ledgers", async () => {
  const trades = await read(
    '"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"',
    '"T1","O1","XXBTZUSD","2024-01-15 10:30:45.1234","sell","limit",42000.1,21000.05,33.6,0.5,0,"","L1,L2"',
  );
  expect(trades.entries).toMatchObject([
    { kind: "fill", side: "sell", trade_id: "T1", order_id: "O1", quantity: "0.5", fees: "33.6" },
  ]);
  const ledger = await read(
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"',
    '"L1","R1","2024-01-15 10:00:00","deposit","","currency","ZUSD",1000.0000,0,1000.0000',
    '"L2","R2","2024-01-15 11:00:00","withdrawal","","currency","ZUSD",-100.00,2.50,897.50',
    '"L3","R3","2024-01-15 12:00:00","trade","","currency","ZUSD",-5,0,892.50',
    '"L4","R4","2024-01-15 13:00:00","rollover","","currency","ZUSD",0,-0.1,892.60',
  );
  expect(ledger.entries.map(({ line, kind, amount, fees }) => [line, kind, amount, fees])).toEqual([
    [2, "deposit", "1000.0000", "0"],
    [2, "balance", "1000.0000", undefined],
    [3, "withdrawal", "100.00", "2.50"],
    [3, "balance", "897.50", undefined],
    [4, "balance", "892.50", undefined],
    [5, "funding", "0", "-0.1"],
    [5, "balance", "892.60", undefined],
  ]);
});

test("Coinbase: fills", async () => {
  const { entries } = await read(
    "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit",
    "default,77,BTC-USD,BUY,2024-01-15T10:30:45.123Z,0.50000000,BTC,42000.1,10.50,-21010.55,USD",
  );
  expect(entries).toMatchObject([
    { symbol: "BTC-USD", quantity: "0.50000000", fees: "10.50", fee_currency: "USD", trade_id: "77" },
  ]);
});

test("transaction histories: what moved, by its word", async () => {
  const { entries, faults } = await read(
    "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark",
    "1,2024-01-15 10:30:45,Spot,Deposit,BTC,0.1,",
    "1,2024-01-15 10:30:46,USDT-Futures,Funding Fee,USDT,-0.5,",
    "1,2024-01-15 10:30:47,Spot,Fee,BNB,-0.01,",
    "1,2024-01-15 10:30:48,Spot,Buy,BTC,0.2,",
    "1,bad,Spot,Fee,BNB,-0.01,",
    "1,2024-01-15",
  );
  expect(entries.map(({ kind, amount, currency }) => [kind, amount, currency])).toEqual([
    ["deposit", "0.1", "BTC"],
    ["funding", "-0.5", "USDT"],
    ["fee", "-0.01", "BNB"],
  ]);
  expect(faults).toEqual([
    { line: 6, reason: "there is no time that can be read" },
    { line: 7, reason: "the record has 2 cells, the header has 7" },
  ]);
});

test("records instead of bytes, mapped columns, and tables that nobody can tell", async () => {
  const rows = [
    ["when", "pair", "side", "price", "qty"],
    ["2024-01-15", "A", "buy", "1", "2"],
  ];
  expect((await readStatement(rows, { map: new Map([["when", "timestamp"]]) })).entries).toMatchObject([
    { line: 2, kind: "fill" },
  ]);
  await expect(readStatement(rows)).rejects.toThrow("No column tells the timestamp");
  await expect(read("a,b", "1,2")).rejects.toThrow("No column tells");
  expect(await readStatement(Buffer.alloc(0))).toEqual({ entries: [], faults: [] });
});
