import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { RiskMetrics } from "./risk-metrics.ts";
import type { RiskMetricsResult } from "./risk-metrics.ts";

function at(time: string, event_type: string, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `2026-11-${time}.000000Z`, event_type, ...fields };
}

function run(events: readonly TradingEvent[]): RiskMetricsResult {
  const risk = new RiskMetrics();
  for (const event of events) risk.add(event);
  return risk.result;
}

describe("limits", () => {
  it("are counted by name and by hour", () => {
    const result = run([
      at("21T08:00:01", "risk_limit_hit", { id: "a", data: { limit_name: "open_positions" } }),
      at("21T08:00:01", "risk_limit_hit", { id: "a", data: { limit_name: "open_positions" } }),
      at("21T08:59:59", "risk_limit_hit", { id: "b", data: { limit_name: "open_positions" } }),
      at("21T09:00:00", "portfolio_heat_warning", { id: "c", data: { heat: 0.72, open_positions: 3 } }),
      at("21T09:00:01", "risk_limit_hit", { id: "d" }),
      at("21T09:00:02", "position_size_calculated", { id: "e", quantity: "1" }),
    ]);
    expect(result.limit_hits).toBe(4);
    expect(result.by_limit.map(({ name, hits }) => [name, hits])).toEqual([
      ["open_positions", 2],
      ["portfolio_heat", 1],
      ["unnamed", 1],
    ]);
    expect(result.by_limit[0]).toMatchObject({ last_event_id: "b", by_hour: [{ hour: "2026-11-21T08", count: 2 }] });
    expect(result.by_hour).toEqual([
      { hour: "2026-11-21T08", count: 2 },
      { hour: "2026-11-21T09", count: 2 },
    ]);
    expect(result.left_out.repeated_events).toBe(1);
  });

  it("of a day's loss show the highest use of each day, whatever sign the loss is logged with", () => {
    const loss = (time: string, current_loss: string | number, id: string, limit_value: string | number = "3000") =>
      at(time, "daily_loss_limit", { id, data: { current_loss, limit_value } });
    const { daily_loss, left_out } = run([
      loss("21T10:00:00", "3000.03", "a"),
      loss("21T11:00:00", -3_600, "b", -3_000),
      loss("21T12:00:00", "3100", "c"),
      at("22T10:00:00", "risk_limit_hit", { data: { limit_name: "daily_loss", current_value: 1, limit_value: 0 } }),
      at("22T10:00:00", "daily_loss_limit", { data: {} }),
    ]);
    expect(daily_loss).toEqual([
      { day: "2026-11-21", events: 3, loss: "3600", limit: "3000", use: { value: 1.2 }, event_id: "b" },
      {
        day: "2026-11-22",
        events: 1,
        loss: "1",
        limit: "0",
        use: { value: null, reason: "the limit is zero" },
        event_id: "",
      },
    ]);
    expect(left_out.daily_loss_events_without_amounts).toBe(1);
  });

  it("of a position's size list what was refused, as the risk manager logs it", () => {
    const { position_size_refusals, by_limit } = run([
      at("21T10:00:00", "risk_limit_hit", {
        id: "r",
        message: "Position size limit exceeded for AAPL",
        symbol: "AAPL",
        data: { requested_size: 3_000, max_allowed: 2_000, portfolio_value: 100_000 },
      }),
      at("21T10:00:01", "risk_limit_hit", { data: { requested_size: 1, max_allowed: 0 } }),
    ]);
    expect(by_limit.map(({ name }) => name)).toEqual(["position_size"]);
    expect(position_size_refusals).toMatchObject({ count: 2, examples_left_out: 0 });
    expect(position_size_refusals.examples[0]).toEqual({
      timestamp: "2026-11-21T10:00:00.000000Z",
      event_id: "r",
      symbol: "AAPL",
      strategy: "",
      requested: "3000",
      allowed: "2000",
      portfolio_value: "100000",
      excess: { value: 1.5 },
    });
    expect(position_size_refusals.examples[1]?.excess.value).toBeNull();
  });

  it("stay bounded: rare names go, the newest examples stay", () => {
    const risk = new RiskMetrics();
    for (let number = 0; number < 5_000; number++) {
      const hour = new Date(Date.UTC(2020, 0, 1, number)).toISOString().slice(0, 19);
      const data = { limit_name: number % 2 === 0 ? "frequent" : `rare ${number}`, requested_size: number };
      risk.add({ timestamp: `${hour}.000000Z`, event_type: "risk_limit_hit", data });
    }
    const { by_limit, by_hour, position_size_refusals, left_out } = risk.result;
    expect(by_limit).toHaveLength(500);
    expect(by_limit[0]).toMatchObject({ name: "frequent", hits: 2_500 });
    expect(left_out.limits.count).toBe(2_001);
    expect([by_hour.length, left_out.hits_in_earlier_hours]).toEqual([744, 4_256]);
    expect(position_size_refusals.examples.at(-1)?.requested).toBe("4999");
    expect(position_size_refusals.examples_left_out).toBe(4_900);
  });
});

describe("exposure through time", () => {
  it("is read where it is logged", () => {
    const { exposure } = run([
      at("21T08:00:00", "portfolio_heat_warning", { data: { heat: 0.7, open_positions: 4 } }),
      at("21T08:00:15", "portfolio_heat_warning", { data: { current_value: "0.9" } }),
      at("21T08:00:30", "portfolio_heat_warning", { data: { heat: 0.5 } }),
      at("21T08:00:40", "risk_limit_hit", { data: { limit_name: "portfolio_exposure", current_value: "0.8123" } }),
    ]);
    expect(exposure.heat).toMatchObject({ count: 3, first: { value: 0.7 }, last: { value: 0.5 }, min: { value: 0.5 } });
    expect(exposure.heat.max).toEqual({ value: 0.9 });
    expect(exposure.heat.mean.value).toBeCloseTo(0.7, 12);
    expect(exposure.heat.points).toHaveLength(3);
    expect(exposure.exposure.last).toEqual({ value: 0.8123 });
    expect(exposure.open_positions.last).toEqual({ value: 4 });
  });

  it("is worked out from positions and equity", () => {
    const balance = (time: string) => at(time, "account_balance", { currency: "USDT", data: { equity: "1000" } });
    const about = { symbol: "BTC/USDT", trade_id: "t" };
    const { exposure } = run([
      balance("21T08:00:00"),
      at("21T08:00:01", "trade_entry", { ...about, quantity: "2", price: "100" }),
      at("21T08:00:02", "trade_entry", { symbol: "ETH/BTC", quantity: "5", price: "1" }),
      balance("21T08:01:00"),
      at("21T08:01:01", "trade_partial_exit", { ...about, quantity: "0.5", price: "120" }),
      balance("21T08:02:00"),
      at("21T08:02:01", "position_snapshot", { ...about, quantity: "-1.5", price: "200" }),
      balance("21T08:03:00"),
      at("21T08:03:01", "trade_exit", { ...about, quantity: "1.5", price: "1" }),
      balance("21T08:04:00"),
      at("21T08:05:00", "account_balance", { data: { equity: 0 } }),
    ]);
    expect(exposure.exposure_of_positions.points.map(({ mean }) => mean)).toEqual([0.2, 0.18, 0.3, 0]);
  });

  it("says so when nothing was logged", () => {
    expect(run([]).exposure.heat).toMatchObject({ count: 0, last: { value: null, reason: "no event says the heat" } });
  });
});

describe("alerts, violations and divergences", () => {
  it("are counted by what they name", () => {
    const result = run([
      at("21T08:00:00", "risk_alert", { level: "RISK_ALERT" }),
      at("21T08:00:00", "risk_alert", { data: { severity: "HIGH" } }),
      at("21T08:00:01", "risk_alert", { data: { severity: "high" } }),
      at("21T08:00:02", "safety_violation", { id: "v", data: { violation_type: "max_daily_volume" } }),
    ]);
    expect(result.alerts_by_severity).toEqual([
      { name: "high", count: 2 },
      { name: "risk_alert", count: 1 },
    ]);
    expect(result.safety_violations).toMatchObject([{ name: "max_daily_volume", hits: 1, last_event_id: "v" }]);
  });

  it("measure a divergence as logged, else from both values, never against zero", () => {
    const divergence = (data: TradingEvent["data"] & object) => at("21T08:00:00", "state_divergence", { data });
    const { state_divergences } = run([
      divergence({ field: "debt_amount", cached_value: "1000000000000000000", canonical_value: "1001500000000000000" }),
      divergence({ field: "debt_amount", divergence_bps: 150 }),
      divergence({ field: "shares", cached_value: 1, canonical_value: 0 }),
    ]);
    expect(state_divergences[0]).toMatchObject({ field: "debt_amount", count: 2, largest_bps: { value: 150 } });
    // 0.0015 / 1.0015 · 10⁴ = 14.977…
    expect(state_divergences[0]?.mean_bps.value).toBeCloseTo((150 + 15 / 1.0015) / 2, 9);
    expect(state_divergences[1]?.largest_bps.value).toBeNull();
  });
});
