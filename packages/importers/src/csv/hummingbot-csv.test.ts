import { expect, test } from "vitest";
import { chunksOf, collect, eventsOf, faultsOf } from "../test-support/chunks.ts";
import { hummingbotCsvRows, looksLikeHummingbot } from "./hummingbot-csv.ts";

const HEADER =
  "config_file_path,strategy,market,symbol,base_asset,quote_asset,timestamp,order_id,trade_type,order_type,price,amount,leverage,trade_fee,exchange_trade_id,position";
const line = (fee: string, side = "SELL", price = "0.013371") =>
  `pmm.yml,pure_market_making,mexc,CXD-USDT,CXD,USDT,1671665606000,sell-CXD,${side},LIMIT,${price},573.00,1,"${fee.replaceAll('"', '""')}",1671665606582901,NIL`;
const read = (...lines: string[]) =>
  collect(hummingbotCsvRows(chunksOf([HEADER, ...lines].join("\n")), { delimiter: ",", service: "hummingbot" }));

test("a fill, with its fee in percent", async () => {
  const [event] = eventsOf(
    await read(line('{"fee_type":"DeductedFromReturns","percent":"0.002","percent_token":"USDT","flat_fees":[]}')),
  );
  expect(event).toMatchObject({
    timestamp: "2022-12-21T23:33:26.000000Z",
    event_type: "order_filled",
    message: "SELL CXD-USDT 573.00 @ 0.013371",
    symbol: "CXD-USDT",
    side: "sell",
    price: "0.013371",
    quantity: "573.00",
    fees: "0.015323166",
    order_id: "sell-CXD",
    trade_id: "1671665606582901",
    strategy: "pure_market_making",
    exchange: "mexc",
    currency: "USDT",
    data: { order_type: "LIMIT", position: "NIL", source_row: { amount: "573.00" } },
  });
});

test.each([
  ['{"percent":0.001,"flat_fees":[["USDT",0.5]]}', "0.507661583", {}],
  [
    '{"percent":"0","flat_fees":[{"token":"BNB","amount":"0.01"},{"token":"BNB","amount":"0.02"}]}',
    "0.03",
    { fee_currency: "BNB" },
  ],
  ['{"percent":"0.001","percent_token":"CXD","flat_fees":[]}', "0.573", { fee_currency: "CXD" }],
  [
    '{"percent":"0.1","flat_fees":[{"token":"BNB","amount":"0.01"}]}',
    "0.7661583",
    { other_fees: [{ token: "BNB", amount: "0.01" }] },
  ],
  ['{"percent":"0","flat_fees":[]}', "0", {}],
  ["0.25", "0.25", {}],
])("fee %s", async (fee, fees, data) => {
  const [event] = eventsOf(await read(line(fee)));
  expect(event).toMatchObject({ fees, data });
});

test("no fee is no fee; a fee that is not understood is told, with its line", async () => {
  expect(eventsOf(await read(line("")))[0]).not.toHaveProperty("fees");
  const rows = await read(
    line("{'percent': 1}"),
    line("[]"),
    line('{"flat_fees":5}'),
    line("", "HOLD"),
    line("", "BUY", "?"),
  );
  expect(faultsOf(rows)).toEqual([
    [2, expect.stringContaining("trade_fee is not understood")],
    [3, expect.stringContaining("trade_fee is not understood")],
    [4, expect.stringContaining("trade_fee is not understood")],
    [5, 'trade_type is neither buy nor sell: "HOLD"'],
    [6, 'price is no amount: "?"'],
  ]);
});

test("older headers are understood, other tables refused", async () => {
  const old =
    "Config File,Strategy,Exchange,Timestamp,Trading Pair,Base,Quote,Trade,Type,Price,Amount,Fee,Order ID,Exchange Trade ID";
  const rows = await collect(
    hummingbotCsvRows(
      chunksOf(`${old}\nc.yml,pmm,binance,1664101285000,BTC-USDT,BTC,USDT,BUY,LIMIT,19048.66,0.001,0,o1,t1\n`),
      { delimiter: ",", service: "h" },
    ),
  );
  expect(eventsOf(rows)).toMatchObject([
    { symbol: "BTC-USDT", exchange: "binance", side: "buy", order_id: "o1", trade_id: "t1" },
  ]);
  await expect(collect(hummingbotCsvRows(chunksOf("a,b\n1,2\n"), { delimiter: ",", service: "h" }))).rejects.toThrow(
    "no table of hummingbot",
  );
  expect(looksLikeHummingbot(HEADER.split(","))).toBe(true);
  expect(looksLikeHummingbot(["time", "price"])).toBe(false);
});
