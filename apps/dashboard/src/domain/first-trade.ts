/** The least that a report of trades is made of, ready to be pasted. `origin` is the server's own. */
export const NODE_TRADE_EXAMPLE = [
  'import { createLogger } from "@daybook/logger";',
  "",
  'const log = createLogger({ service: "my-bot" });',
  "// Returns in percent need a balance to begin with.",
  'log.accountBalance({ total: "1000", currency: "USDT" });',
  'log.tradeEntry({ trade_id: "t-1", symbol: "BTC/USDT", side: "buy",',
  '  quantity: "0.01", price: "64210.50", fees: "0.64", currency: "USDT" });',
  'log.tradeExit({ trade_id: "t-1", symbol: "BTC/USDT", side: "sell",',
  '  quantity: "0.01", price: "64900", fees: "0.65", pnl: "5.61",',
  '  currency: "USDT" });',
].join("\n");

export function curlTradeExample(origin: string): string {
  const event = (type: string, message: string, ...rest: string[]): string[] => [
    `curl ${origin}/logs -H "Authorization: Bearer $DAYBOOK_KEY" \\`,
    `  -H "Content-Type: application/json" -d '{"service":"my-bot",`,
    `  "event_type":"${type}","message":"${message}",`,
    `  "trade_id":"t-1","symbol":"BTC/USDT","currency":"USDT",`,
    `  ${rest.join(`,\n  `)}}'`,
  ];
  return [
    ...event("trade_entry", "Entered", `"side":"buy","quantity":"0.01","price":"64210.50","fees":"0.64"`),
    ...event("trade_exit", "Closed", `"side":"sell","quantity":"0.01","price":"64900","pnl":"5.61","fees":"0.65"`),
  ].join("\n");
}

export const IMPORT_EXAMPLE = [
  "# What another tool wrote already: freqtrade, hummingbot, FIX, any table of trades",
  "npx daybook import tradesv3.sqlite",
  "npx daybook import trades.csv --service my-bot",
].join("\n");
