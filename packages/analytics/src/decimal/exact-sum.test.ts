import { describe, expect, test } from "vitest";
import { ExactSum, sumOf } from "./exact-sum.ts";
import { money } from "./money.ts";

test("nothing adds up to zero", () => {
  expect(new ExactSum().text).toBe("0");
  expect(sumOf([])).toBe("0");
});

describe("sums are exact", () => {
  test.each([
    [["0.1", "0.2"], "0.3"],
    [["0.1", "-0.1"], "0"],
    [["-0"], "0"],
    [["1.50", "1.5"], "3"],
    [["9.64e-05", "1e-5"], "0.0001064"],
    [["1E3", "-1"], "999"],
    [["9007199254740991", "1", "1"], "9007199254740993"],
    [["-9007199254740991", "-2"], "-9007199254740993"],
    // Thirty places between the largest and the smallest.
    [
      ["1000000000000000000000000000000", "0.00000000000000000001"],
      "1000000000000000000000000000000.00000000000000000001",
    ],
    [["1e30", "1e-20", "-1e30"], "0.00000000000000000001"],
    [["123456789012345678901234567890.123456789", "-0.000000001"], "123456789012345678901234567890.123456788"],
    [["10.37344398340249", "21.026072329688816"], "31.399516313091306"],
  ])("%j make %s", (texts, wanted) => {
    expect(sumOf(texts)).toBe(wanted);
  });

  test("beyond where whole units stay whole in float64", () => {
    const sum = new ExactSum();
    for (let at = 0; at < 100; at++) sum.add("999999999999999");
    expect(sum.text).toBe("99999999999999900");
  });

  test("with more places than are kept apart", () => {
    expect(sumOf([`0.${"0".repeat(90)}1`, `0.${"0".repeat(90)}2`])).toBe(`0.${"0".repeat(90)}3`);
  });

  test("with big numbers between", () => {
    const sum = new ExactSum();
    sum.add("1.25");
    sum.addBig(money("-0.25"));
    expect(sum.text).toBe("1");
    expect(sum.value.eq(1)).toBe(true);
  });
});
