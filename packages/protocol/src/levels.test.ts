import { describe, expect, it } from "vitest";
import { LEVELS, LEVEL_RANK, isLevel, parseLevelName, parseLevelNumber } from "./levels.ts";

describe("levels", () => {
  it("stand in the order of their ranks", () => {
    expect(LEVELS.map((level) => LEVEL_RANK[level])).toEqual([10, 20, 22, 23, 25, 30, 35, 40, 50]);
    expect(LEVELS[4]).toBe("TRADE_EXECUTED");
  });

  it("are told from other names", () => {
    expect(["INFO", "info", "toString", "__proto__", 20, null].map(isLevel)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ["info", "INFO"],
    [" Warn ", "WARNING"],
    ["trade_executed", "TRADE_EXECUTED"],
    ["trace", "DEBUG"],
    ["NOTICE", "INFO"],
    ["err", "ERROR"],
    ["emerg", "CRITICAL"],
    ["loud", undefined],
    ["constructor", undefined],
    ["", undefined],
  ])("the name %j is %s", (name, level) => {
    expect(parseLevelName(name)).toBe(level);
  });

  it.each([
    [0, "CRITICAL"],
    [2, "CRITICAL"],
    [3, "ERROR"],
    [4, "WARNING"],
    [5, "INFO"],
    [6, "INFO"],
    [7, "DEBUG"],
    [10, "DEBUG"],
    [25, "TRADE_EXECUTED"],
    [50, "CRITICAL"],
    [60, "CRITICAL"],
    [8, undefined],
    [33, undefined],
    [-1, undefined],
    [3.5, undefined],
    [Number.NaN, undefined],
  ])("the number %d is %s", (number, level) => {
    expect(parseLevelNumber(number)).toBe(level);
  });
});
