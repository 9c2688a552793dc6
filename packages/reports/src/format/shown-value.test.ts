import fc from "fast-check";
import { expect, test } from "vitest";
import {
  plainText,
  shownAmount,
  shownCount,
  shownDuration,
  shownMoney,
  shownPercent,
  shownQuantity,
  shownRatio,
  shownTime,
} from "./shown-value.ts";

test("money has the digits of its currency, and all of them in `exact`", () => {
  expect(shownMoney("1234567.891", "USDT", "signed")).toEqual({
    text: "+1,234,567.89",
    exact: "1234567.891 USDT",
    sign: 1,
  });
  expect(shownMoney("-0.005", "USDT").text).toBe("−0.005");
  expect(shownMoney("0.0000451234", "BTC").text).toBe("0.00004512");
  expect(shownMoney("1500.5", "JPY").text).toBe("1,500");
  expect(shownMoney("0", "EUR", "signed")).toEqual({ text: "0.00", exact: "0 EUR", sign: 0 });
  expect(shownMoney("12", "").exact).toBe("12");
  expect(shownMoney("no number", "EUR")).toEqual({ text: "no number", exact: "no number EUR", sign: 0 });
});

test("a float64 amount", () => {
  expect(shownAmount(0.1 + 0.2, "EUR")).toMatchObject({ text: "0.30", exact: "0.30000000000000004 EUR" });
  expect(shownAmount(1.5e-7, "EUR").exact).toBe("0.00000015 EUR");
});

test("shares, ratios, counts, quantities, times", () => {
  expect(shownPercent(-0.12345, "signed")).toEqual({ text: "−12.34 %", exact: "-0.12345", sign: -1 });
  expect(shownPercent(-0.000_001).text).toBe("0.00 %");
  expect(shownRatio(2.675).text).toBe("2.68");
  expect(shownCount(12_345).text).toBe("12,345");
  expect(shownQuantity("0.00012300").text).toBe("0.000123");
  expect(shownQuantity("97654.123456").text).toBe("97,654.12");
  expect(shownQuantity("123456789").text).toBe("123,456,789");
  expect(shownTime("2024-01-15T10:30:45.123456Z").text).toBe("2024-01-15 10:30");
});

test.each([
  [0, "0 ms"],
  [850.4, "850 ms"],
  [61_000, "1 min 1 s"],
  [3_600_000, "1 h"],
  [100_800_000, "1 d 4 h"],
  [86_401_000, "1 d"],
  [400 * 86_400_000, "400 d"],
])("%d ms last %s", (durationMs, text) => expect(shownDuration(durationMs).text).toBe(text));

test("plain text of a float64 reads back as the same number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainText(value);
      expect(text).not.toContain("e");
      expect(Number(text)).toBe(value === 0 ? 0 : value);
    }),
  );
});
