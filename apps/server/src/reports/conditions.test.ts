import { expect, test } from "vitest";
import { periodCondition, tradingCondition, typesCondition } from "./conditions.ts";

const PERIOD = { start: "2024-01-01T00:00:00.000000Z", end: "2024-02-01T00:00:00.000000Z" };

test("what makes trades is read from the beginning, prices only within the period", () => {
  const { where, params } = tradingCondition(PERIOD);
  expect(where).toContain("event_type != 'price' OR timestamp >= {from:");
  expect(where).toContain("timestamp < {to:");
  expect(where.match(/timestamp >=/g)).toHaveLength(1);
  expect(params).toMatchObject({ from: "2024-01-01 00:00:00.000000", to: "2024-02-01 00:00:00.000000" });
  expect(params["trading"]).toContain("trade_exit");
});

test("no bounds, no times", () => {
  expect(tradingCondition({ start: null, end: null }).where).toBe("event_type IN {trading:Array(String)}");
  expect(periodCondition({ start: null, end: null })).toEqual({ where: "1", params: {} });
});

test("types within a period, with or without every error", () => {
  expect(typesCondition(PERIOD, ["a"]).where).toMatch(
    /^\(event_type IN \{types:Array\(String\)\}\) AND 1 AND timestamp/,
  );
  expect(typesCondition(PERIOD, ["a"], true).where).toContain("OR level_rank >= 40");
});
