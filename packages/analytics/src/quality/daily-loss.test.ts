import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { DailyLoss, isDailyLoss } from "./daily-loss.ts";
import { MAX_DAYS } from "./limits.ts";

type Data = TradingEvent["data"] & object;

function loss(day: string, data: Data, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: `${day}T08:00:00.000000Z`, event_type: "daily_loss_limit", data, ...fields };
}

function of(...events: readonly TradingEvent[]): DailyLoss {
  const daily = new DailyLoss();
  for (const event of events) daily.add(event);
  return daily;
}

describe("the daily loss", () => {
  it("of nothing is no day", () => {
    expect([of().days, of().unread, of().forgottenDays]).toEqual([[], 0, 0]);
  });

  it("keeps the first of two that are equally bad, and lists days oldest first", () => {
    const { days } = of(
      loss("2026-11-22", { loss: 1, limit: 4 }, { id: "c" }),
      loss("2026-11-21", { loss: "150", limit: "300" }, { id: "a" }),
      loss("2026-11-21", { loss: "250", limit: "500" }, { id: "b" }),
    );
    expect(days.map(({ day, events, use, event_id }) => [day, events, use.value, event_id])).toEqual([
      ["2026-11-21", 2, 0.5, "a"],
      ["2026-11-22", 1, 0.25, "c"],
    ]);
  });

  it("of 0 of 0 hides no loss that comes later", () => {
    const nothing = loss("2026-11-21", { loss: 0, limit: 0 });
    expect(of(nothing, nothing).days).toMatchObject([{ events: 2, use: { value: null } }]);
    const { days } = of(nothing, loss("2026-11-21", { loss: 450, limit: 500 }, { id: "b" }), nothing);
    expect(days).toMatchObject([{ events: 3, loss: "450", limit: "500", use: { value: 0.9 }, event_id: "b" }]);
  });

  it("takes the result for the loss, unless it was a gain", () => {
    const limit = { limit_value: 500 };
    expect(of(loss("2026-11-21", limit, { pnl: "-300" })).days).toMatchObject([{ loss: "300", use: { value: 0.6 } }]);
    expect(of(loss("2026-11-21", limit, { pnl: "300" })).days).toMatchObject([{ loss: "0", use: { value: 0 } }]);
    expect(of(loss("2026-11-21", limit), loss("2026-11-21", { loss: "a lot", limit: "1" })).unread).toBe(2);
  });

  it("forgets the first day when there are too many", () => {
    const daily = new DailyLoss();
    const start = Date.UTC(2020, 0, 1);
    for (let day = 0; day <= MAX_DAYS; day++) {
      const name = new Date(start + day * 86_400_000).toISOString().slice(0, 10);
      daily.add(loss(name, { loss: 1, limit: 2 }));
    }
    expect([daily.days.length, daily.days[0]?.day, daily.forgottenDays]).toEqual([MAX_DAYS, "2020-01-02", 1]);
  });
});

it.each([
  ["daily_loss", true],
  ["Daily Drawdown", true],
  ["max_daily", true],
  ["max-daily-loss-pct", true],
  ["max_daily_trades", false],
  ["max_daily_volume", false],
  ["exposure", false],
])("a limit named %s is of a day's loss: %s", (limit_name, expected) => {
  const event = { timestamp: "", event_type: "risk_limit_hit", data: { limit_name } };
  expect(isDailyLoss(event)).toBe(expected);
});
