import type { GeneratedEvent, Market } from "./trade-events.ts";

/** Values that real programs send sooner or later, all legal: they must neither be lost nor changed. */
const ODD_FIELDS: readonly Record<string, unknown>[] = [
  { message: "NUL \u0000 in the middle" },
  { message: "naïve ÜBER straße 価格 😀 \u2028 end" },
  { message: 'quotes " and \\ backslashes \\" and ,"price":1' },
  { message: "" },
  { message: "line\nbreak\tand tab" },
  { data: { canonical_value: String(2n ** 256n - 1n), cached_value: String(2n ** 255n) } },
  { quantity: "0.000000000000000001", price: "123456789012345678901234567890.123456789" },
  { price: "1e400" },
  { pnl: -0 },
  { order_id: "4111111111111111", trade_id: "0001" },
  { data: { "a.b": 1, a: { b: 2 }, "": 3, "2": "two", "1": "one" } },
  { data: JSON.parse('{"__proto__":{"polluted":true},"constructor":"c"}') as unknown },
  { data: { empty: {}, list: [], nothing: null, nested: { a: { b: { c: { d: ["deep"] } } } } } },
  { data: { tiny: 5e-324, huge: 1.7976931348623157e308, odd: 0.1 + 0.2 } },
  { symbol: "BTC/USDT:USDT", side: "" },
  { event_type: "OrderFilledEvent", user_id: "пользователь" },
  { stack_trace: [] },
];

export function oddEvent(market: Market): GeneratedEvent {
  market.timeMs += market.random.integer(0, 5);
  return {
    timestamp: new Date(market.timeMs).toISOString(),
    level: "INFO",
    service: "trading-engine",
    event_type: "log",
    message: "odd",
    ...market.random.pick(ODD_FIELDS),
  };
}
