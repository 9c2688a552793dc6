import { describe, expect, test } from "vitest";
import { Big } from "big.js";
import { QUOTIENT_DIGITS, added, money, placed, plainText, product, textOf } from "./money.ts";

describe("texts", () => {
  test.each([
    ["9.64e-05", "0.0000964"],
    ["573.0", "573"],
    ["1E3", "1000"],
    ["-0", "0"],
    ["-0.00", "0"],
    ["0.0", "0"],
    ["-1.25", "-1.25"],
    ["100", "100"],
    ["10.37344398340249", "10.37344398340249"],
  ])("%s is written %s", (text, plain) => {
    expect(plainText(text)).toBe(plain);
    expect(textOf(money(text))).toBe(plain);
  });
});

describe("products", () => {
  test.each([
    ["2", "3.5", "7"],
    ["-0.001", "19048.66", "-19.04866"],
    ["0", "-5", "0"],
    ["-0", "5.5", "0"],
    ["0.05", "0.2", "0.01"],
    ["129.0", "7.657", "987.753"],
    ["100", "10", "1000"],
  ])("%s × %s = %s", (a, b, wanted) => {
    expect(product(a, b)).toBe(wanted);
  });

  test("of long texts are exact, too", () => {
    expect(product("9007199254740993", "3")).toBe("27021597764222979");
    expect(product("0.00000000000000000001", "1e30")).toBe("10000000000");
    expect(product("10.37344398340249", "0.0000964")).toBe("0.001000000000000000036");
  });
});

test("quotients have thirty places, rounded half to even, whatever others set for big.js", () => {
  Big.DP = 2;
  expect(textOf(money(1).div(3))).toBe(`0.${"3".repeat(QUOTIENT_DIGITS)}`);
  expect(textOf(money(2).div(3))).toBe(`0.${"6".repeat(QUOTIENT_DIGITS - 1)}7`);
  expect(textOf(money("5e-31").div(1))).toBe("0");
});

test("sums of two", () => {
  expect([added("0.1", "0.2"), added("1", "-1.0"), added("9007199254740991", "1"), added("1e-3", "0.5")]).toEqual([
    "0.3",
    "0",
    "9007199254740992",
    "0.501",
  ]);
  // Past what float64 holds when they are brought to one number of places.
  expect(added("999999999999999", "0.00000000000000000001")).toBe("999999999999999.00000000000000000001");
});

test("whole units are placed", () => {
  expect([placed("1500", 3), placed("-5", 3), placed("0", 4), placed("-0", 2), placed("12", 0)]).toEqual([
    "1.5",
    "-0.005",
    "0",
    "0",
    "12",
  ]);
});
