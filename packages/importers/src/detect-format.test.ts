import { expect, test } from "vitest";
import { detectFormat } from "./detect-format.ts";
import { makeDatabase, trade } from "./test-support/freqtrade-database.ts";
import { storedZip } from "./test-support/stored-zip.ts";

test("by their first bytes", async () => {
  expect(detectFormat(await makeDatabase({ trades: [trade(1)] }), "x")).toBe("freqtrade");
  expect(detectFormat(storedZip({ a: "b" }), "x")).toBe("freqtrade-backtest");
});

test.each([
  ['{"strategy": {"A"', "x.json", "freqtrade-backtest"],
  ['{"metadata":{', "backtest-result-2024.json", "freqtrade-backtest"],
  ["[[1", "backtest-result.json", "freqtrade-backtest"],
  ['{"metadata":{"a":1},"message":"x"}\n', "events.ndjson", undefined],
  ['{"strategy":"A"}\n', "x.ndjson", undefined],
  ["20180223-19:14:25.171 : 8=FIX.4.2\x01", "log", "fix"],
  ['{"message":"8=FIX.4.2|9=1"}\n', "fix.ndjson", undefined],
  ["config_file_path,timestamp,trade_type,trade_fee\n", "trades_x.csv", "hummingbot"],
  ["time,pair,type,price,vol\n", "x.csv", "trades-csv"],
  ['"time","pair","type","price","vol"\r\n', "x", "trades-csv"],
  ["timestamp,symbol,side,price,quantity,event_type\n", "x.csv", undefined],
  ["timestamp,symbol,side,price,quantity,message\n", "x.csv", undefined],
  ["a,b,c\n", "x.csv", undefined],
  ["", "x", undefined],
  ["plain text of a log\n", "x.log", undefined],
])("%j of %s is %s", (head, name, expected) => {
  expect(detectFormat(Buffer.from(head), name)).toBe(expected);
});
