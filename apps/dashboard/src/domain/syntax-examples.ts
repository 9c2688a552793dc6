/** The search language at a glance; the whole of it is docs/reference/search.md. */
export const SYNTAX_EXAMPLES: readonly { query: string; text: string }[] = [
  { query: "kraken timeout", text: "both words in the message" },
  { query: '"order 42 filled"', text: "these words in a row" },
  { query: "order*", text: "words that begin so" },
  { query: "level:>=WARNING", text: "this level or worse" },
  { query: "symbol:(BTCUSDT OR ETHUSDT)", text: "one of these values" },
  { query: "pnl:<0", text: "by number" },
  { query: "price:[100 TO 200}", text: "from 100 to below 200" },
  { query: "data.latency_us:>5000", text: "a field of the event's data" },
  { query: "message:/time.?out/", text: "a regular expression" },
  { query: "trade_id:*", text: "the field is present" },
  { query: "-service:market-data", text: "not this" },
  { query: "(error OR refused) AND NOT test", text: "put together" },
];
