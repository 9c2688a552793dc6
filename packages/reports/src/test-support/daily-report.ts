import { DailyReportBuilder } from "@daybook/analytics";
import type { DailyReport, LoggedEvent } from "@daybook/analytics";

const at = (time: string): string => `2024-01-15T${time}.000000Z`;
const DAY = { start: "2024-01-15T00:00:00.000000Z", end: "2024-01-16T00:00:00.000000Z" };
const HOSTILE = '"><script>alert(1)</script>';
const BTC = { symbol: "BTCUSDT", currency: "USDT", trade_id: "t" };
const BOT = { service: "bot", level: "INFO" };

const DAY_EVENTS: readonly LoggedEvent[] = [
  { ...BTC, timestamp: at("09:00:00"), id: "s", event_type: "entry_signal", data: { price: "99" } },
  {
    ...BTC,
    timestamp: at("09:00:01"),
    id: "d",
    event_type: "ai_decision",
    data: { model_id: HOSTILE, confidence: 0.8, explanation: { rsi: 0.5 } },
  },
  ordered("09:00:02", "o", "order_placed", "100"),
  { ...ordered("09:00:03", "f", "order_filled", "100.5"), fees: "0.1" },
  { timestamp: at("09:00:04"), id: "r", event_type: "order_rejected", order_id: "o2", data: { reason: HOSTILE } },
  ordered("09:00:05", "e", "trade_entry", "100.5"),
  {
    timestamp: at("10:00:00"),
    id: "l",
    event_type: "risk_limit_hit",
    data: { limit_name: HOSTILE, current_value: "3", limit_value: "2" },
  },
  {
    ...BOT,
    timestamp: at("10:00:01"),
    id: "a",
    event_type: "api_call",
    data: { method: "GET", endpoint: HOSTILE, response_time_ms: 12, status_code: 200 },
  },
  {
    ...BOT,
    timestamp: at("10:00:02"),
    id: "x",
    event_type: "api_error",
    level: "ERROR",
    message: HOSTILE,
    data: { endpoint: "/orders" },
  },
  { ...BOT, timestamp: at("10:00:03"), id: "h", event_type: "health_check", data: { status: "healthy" } },
  { ...BTC, timestamp: at("11:00:00"), id: "q", event_type: "trade_exit", quantity: "1", price: "110.5", pnl: "10" },
];

/** A day with a trade, orders, a model, a limit, calls and errors, some of them with hostile names. */
export function dailyReport(events: readonly LoggedEvent[] = DAY_EVENTS): DailyReport {
  const builder = new DailyReportBuilder({ period: DAY, startingEquity: "1000" });
  for (const event of events) builder.add(event);
  return builder.finish();
}

function ordered(time: string, id: string, event_type: string, price: string): LoggedEvent {
  return { ...BTC, timestamp: at(time), id, event_type, side: "buy", quantity: "1", price, order_id: "o1" };
}
