import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { TradeSuccess } from "./trade-success.ts";

function at(seconds: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2026-11-21T08:00:${seconds}Z`, event_type, ...fields };
}

function run(events: readonly TradingEvent[]): TradeSuccess {
  const success = new TradeSuccess();
  for (const event of events) success.add(event);
  return success;
}

describe("executions on a chain", () => {
  it("count by their newest status, once a transaction, with gas exact", () => {
    const swap = { gas_used: 150_000, gas_price_gwei: "30.5" };
    const { figures, gas } = run([
      at("01", "execution_attempt", { status: "pending", data: { tx_hash: "0xa", simulation_success: true } }),
      at("02", "execution_attempt", { status: "success", data: { tx_hash: "0xa", ...swap } }),
      at("03", "transaction_failed", { data: { tx_hash: "0xb", reason: "out of gas", gas_used: 21_000 } }),
      at("04", "trade_executed", { status: "failed", data: { tx_hash: "0xb" } }),
      at("05", "trade_executed", { order_id: "0x123", price: "1850.45", data: { gas_used: 150_000 } }),
      at("06", "trade_executed", { data: { gas_used: 100_000, gas_price: "20000000001" } }),
    ]);
    expect(figures).toMatchObject({ attempts: 4, succeeded: 3, failed: 1, pending: 0 });
    expect(figures.success_rate).toEqual({ value: 0.75 });
    expect(figures.failure_reasons).toEqual([{ name: "out of gas", count: 1 }]);
    expect(figures.simulations).toEqual({ succeeded: 1, failed: 0 });
    expect(gas).toMatchObject({
      trades: 3,
      gas_used: "400000",
      paid_gwei: "4575000",
      paid_gwei_per_trade: { value: 4_575_000 },
      paid_unit_unstated: "2000000000100000",
      trades_without_price: 1,
      gas_used_by_failures: "21000",
    });
  });

  it("counts a simulated attempt that is still pending as neither", () => {
    const record = { protocol: "moonwell", simulation_success: true, simulated_profit_usd: "120.00", tx_hash: "0xc" };
    const { figures } = run([at("01", "execution_attempt", { status: "pending", data: record })]);
    expect(figures).toMatchObject({ attempts: 1, succeeded: 0, failed: 0, pending: 1 });
    expect(figures.success_rate.value).toBeNull();
  });
});
