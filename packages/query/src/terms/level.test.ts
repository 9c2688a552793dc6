import { LEVELS } from "@daybook/protocol";
import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

function found(query: string): string[] {
  return LEVELS.filter((level) => finds(query, { level }));
}

test("one level, in any case and by its other names", () => {
  for (const query of ["level:WARNING", "level:warn", 'level:"Warning"']) expect(found(query)).toEqual(["WARNING"]);
  expect(found("level:FATAL")).toEqual(["CRITICAL"]);
});

test("by rank, with the trading levels in their places", () => {
  expect(found("level:>=WARNING")).toEqual(["WARNING", "RISK_ALERT", "ERROR", "CRITICAL"]);
  expect(found("level:>WARNING")).toEqual(["RISK_ALERT", "ERROR", "CRITICAL"]);
  expect(found("level:<INFO")).toEqual(["DEBUG"]);
  expect(found("level:[INFO TO TRADE_EXECUTED]")).toEqual(["INFO", "SIGNAL_RECEIVED", "AI_DECISION", "TRADE_EXECUTED"]);
  expect(found("level:{INFO TO ERROR}")).toEqual([
    "SIGNAL_RECEIVED",
    "AI_DECISION",
    "TRADE_EXECUTED",
    "WARNING",
    "RISK_ALERT",
  ]);
  expect(found("level:(DEBUG OR CRITICAL)")).toEqual(["DEBUG", "CRITICAL"]);
});
