/** Ways to send the first event, ready to be pasted. `origin` is the server's own. */
export function curlExample(origin: string): string {
  return [
    `curl ${origin}/logs \\`,
    `  -H "Authorization: Bearer $DAYBOOK_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"service":"my-bot","level":"TRADE_EXECUTED","event_type":"order_filled",`,
    `       "message":"First fill","symbol":"BTCUSDT","side":"buy",`,
    `       "quantity":"0.01","price":"64210.50"}'`,
  ].join("\n");
}

export function nodeExample(origin: string): string {
  return [
    `const answer = await fetch("${origin}/logs", {`,
    `  method: "POST",`,
    "  headers: {",
    "    authorization: `Bearer ${process.env.DAYBOOK_KEY}`,",
    '    "content-type": "application/json",',
    "  },",
    "  body: JSON.stringify({",
    '    service: "my-bot",',
    '    level: "TRADE_EXECUTED",',
    '    event_type: "order_filled",',
    '    message: "First fill",',
    '    symbol: "BTCUSDT",',
    '    side: "buy",',
    '    quantity: "0.01",',
    '    price: "64210.50",',
    "  }),",
    "});",
    "console.log(await answer.json());",
  ].join("\n");
}
