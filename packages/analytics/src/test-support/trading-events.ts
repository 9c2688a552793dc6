import type { TradingEvent } from "../events/trading-event.ts";
import type { Trade } from "../trades/trade.ts";

/** `01-02 03:04:05` of 2024 as a timestamp; seconds may be left out. */
export function time(text: string): string {
  const [date, clock = "00:00"] = text.split(" ");
  return `2024-${date}T${clock.length === 5 ? `${clock}:00` : clock}.000000Z`;
}

/** An event of 2024. */
export function event(when: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: time(when), event_type, ...fields };
}

/** A fill of one unit by default. */
export function fill(
  when: string,
  side: "buy" | "sell",
  quantity: string,
  price: string,
  fields: Partial<TradingEvent> = {},
): TradingEvent {
  return event(when, "order_filled", { symbol: "BTC/USDT", side, quantity, price, fees: "0", ...fields });
}

/** A long trade of BTC that won ten on 2024-01-01. */
export function trade(fields: Partial<Trade> = {}): Trade {
  return {
    id: "t1",
    source: "events",
    symbol: "BTC/USDT",
    strategy: "momentum",
    exchange: "",
    currency: "USDT",
    side: "long",
    quantity: "1",
    entry_price: "100",
    exit_price: "110",
    entry_time: time("01-01 10:00"),
    exit_time: time("01-01 12:00"),
    exit_reason: "roi",
    pnl: "10",
    fees_entry: "0",
    fees_exit: "0",
    funding: "0",
    volume_entry: "100",
    return: 0.1,
    duration_ms: 7_200_000,
    mfe: null,
    mae: null,
    event_ids: [],
    order_ids: [],
    ...fields,
  };
}
