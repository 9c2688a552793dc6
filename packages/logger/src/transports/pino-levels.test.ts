import { expect, it } from "vitest";
import { levelOfPino } from "./pino-levels.ts";

it.each([
  [10, "DEBUG"],
  [20, "DEBUG"],
  [25, "DEBUG"],
  [30, "INFO"],
  [35, "INFO"],
  [40, "WARNING"],
  [50, "ERROR"],
  [60, "CRITICAL"],
  [90, "CRITICAL"],
  ["warn", "WARNING"],
  ["risk_alert", "RISK_ALERT"],
  ["nonsense", "INFO"],
  [undefined, "INFO"],
] as const)("level %s is %s", (level, expected) => {
  expect(levelOfPino(level)).toBe(expected);
});

it("a custom level that is named like one of ours is that one", () => {
  expect(levelOfPino(35, { 30: "info", 35: "trade_executed", 36: "mine" })).toBe("TRADE_EXECUTED");
  expect(levelOfPino(36, { 36: "mine" })).toBe("INFO");
});
