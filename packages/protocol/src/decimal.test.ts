import { describe, expect, it } from "vitest";
import { isDecimalText, isFloatSafe, parseDecimal } from "./decimal.ts";

describe("parseDecimal", () => {
  it.each([
    [573, "573"],
    [1e-7, "1e-7"],
    [1e21, "1e+21"],
    [-0, "0"],
    ["573.0", "573.0"],
    ["9.64e-05", "9.64e-05"],
    [" 1.50 ", "1.50"],
    ["+1.5", "1.5"],
    [".5", "0.5"],
    ["-.5", "-0.5"],
    ["5.", "5"],
    ["007.50", "7.50"],
    ["000", "0"],
    ["-0.0", "-0.0"],
    ["1e400", "1e400"],
    [2n ** 256n - 1n, String(2n ** 256n - 1n)],
  ])("reads %s", (value, expected) => {
    expect(parseDecimal(value)).toBe(expected);
    expect(isDecimalText(expected)).toBe(true);
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "NaN",
    "Infinity",
    "",
    " ",
    ".",
    "+",
    "-",
    "e5",
    ".e5",
    "1,5",
    "1_000",
    "0x10",
    "1e",
    "1e99999",
    "1e999999999999",
    "9".repeat(129),
    10n ** 200n,
    true,
    null,
    undefined,
    {},
    ["1"],
  ])("does not take %s", (value) => {
    expect(parseDecimal(value)).toBeUndefined();
  });
});

describe("isFloatSafe", () => {
  it.each([
    "0",
    "-0",
    "0.1",
    "573.0",
    "9.64e-05",
    "10.37344398340249",
    "9007199254740992",
    "1e308",
    "0.000",
    "0e500",
    "12.500e3",
  ])("%s is", (text) => {
    expect(isFloatSafe(text)).toBe(true);
  });

  it.each([
    "9007199254740993",
    "0.12345678901234567",
    "1e309",
    "1e-400",
    "1e99999999999999999999",
    "1e-99999999999999999999",
    `1${"0".repeat(500)}`,
  ])("%s is not", (text) => {
    expect(isFloatSafe(text)).toBe(false);
  });
});
