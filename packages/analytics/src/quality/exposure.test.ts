import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { Exposure } from "./exposure.ts";
import { MAX_POSITIONS } from "./limits.ts";

function event(event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type, ...fields };
}

const balance = event("account_balance", { currency: "USDT", data: { equity: 1_000 } });
const btc = { symbol: "BTC/USDT", strategy: "a" };

function of(...events: readonly TradingEvent[]) {
  const exposure = new Exposure();
  for (const one of events) exposure.add(one);
  return exposure.figures;
}

function shares(...events: readonly TradingEvent[]): number[] {
  return of(...events).exposure_of_positions.points.map(({ mean }) => mean);
}

describe("the exposure of positions", () => {
  it("needs a position before the first balance counts", () => {
    expect(of(balance, balance).exposure_of_positions).toMatchObject({ count: 0, last: { value: null } });
    expect(shares(event("trade_entry", { ...btc, quantity: "1" }), balance)).toEqual([]);
    expect(shares(event("trade_entry", { ...btc, quantity: "1", price: "100" }), balance, balance)).toEqual([0.1, 0.1]);
  });

  it("of parts ends with a snapshot of the whole, also with one of nothing", () => {
    const entries = ["1", "2"].map((trade_id) =>
      event("trade_entry", { ...btc, trade_id, quantity: "1", price: "100" }),
    );
    const whole = (quantity: string, price: object) =>
      event("position_snapshot", { symbol: "BTC/USDT", quantity, ...price });
    expect(shares(...entries, balance, whole("-3", { price: "100" }), balance)).toEqual([0.2, 0.3]);
    expect(shares(...entries, balance, whole("0", {}), balance)).toEqual([0.2, 0]);
  });

  it("of one strategy is not ended by another's snapshot", () => {
    const snapshot = (strategy: string) =>
      event("position_snapshot", { ...btc, strategy, quantity: "1", price: "100" });
    const other = { ...btc, symbol: "ETH/USDT" };
    const entry = event("trade_entry", { ...other, quantity: "1", price: "50" });
    expect(shares(entry, snapshot("a"), snapshot("b"), snapshot("a"), balance)).toEqual([0.25]);
  });

  it("leaves out other currencies, and ends with what was never there", () => {
    const euro = event("trade_entry", { symbol: "BTC/EUR", quantity: "1", price: "100" });
    expect(shares(euro, balance)).toEqual([]);
    expect(shares(event("trade_partial_exit", { ...btc, quantity: "1", price: "9" }), balance)).toEqual([]);
    const parts = ["0.1", "0.1", "0.1"].map((quantity) => event("trade_partial_exit", { ...btc, quantity }));
    const entry = event("trade_entry", { ...btc, quantity: "0.3", price: "1000" });
    expect(shares(entry, balance, ...parts, balance)).toEqual([0.3, 0]);
  });

  it("forgets the first of too many", () => {
    const exposure = new Exposure();
    for (let at = 0; at < MAX_POSITIONS + 2; at++) {
      exposure.add(event("trade_entry", { symbol: "X", trade_id: String(at), quantity: "1", price: "1" }));
    }
    exposure.add(event("account_balance", { data: { total: MAX_POSITIONS } }));
    expect(exposure.figures).toMatchObject({ forgotten_positions: 2, exposure_of_positions: { last: { value: 1 } } });
  });
});

it("heat and exposure are read by their own name, else by that of the limit", () => {
  const limit = (limit_name: string) => event("risk_limit_hit", { data: { limit_name, current_value: "0.5" } });
  const figures = of(
    event("portfolio_heat_warning", { data: { heat: 0, current_value: 9, open_positions: 0 } }),
    limit("Max Heat"),
    limit("net_exposure"),
    limit("trades"),
  );
  expect(figures.heat.points.map(({ mean }) => mean)).toEqual([0, 0.5]);
  expect([figures.exposure.count, figures.open_positions.last.value]).toEqual([1, 0]);
});
