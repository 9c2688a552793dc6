import { Ledger, type Trade } from "@daybook/analytics";
import { expect, test } from "vitest";
import { curlTradeExample } from "./first-trade.ts";

test("the example is one whole trade", () => {
  const bodies = [...curlTradeExample("http://x").matchAll(/-d '(\{.*?\})'/gs)].map(([, json = ""]) =>
    JSON.parse(json),
  );
  const trades: Trade[] = [];
  const ledger = new Ledger({ trade: (trade) => trades.push(trade) });
  for (const [at, body] of bodies.entries()) ledger.add({ ...body, timestamp: `2024-01-0${at + 1}T00:00:00.000000Z` });
  ledger.finish();
  expect(trades).toMatchObject([{ id: "t-1", symbol: "BTC/USDT", pnl: "5.61", currency: "USDT" }]);
});
