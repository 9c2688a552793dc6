import { expect, test } from "vitest";
import {
  durationText,
  figureText,
  moneyFigure,
  percentText,
  profitFactorText,
  ratioText,
  shortMoney,
} from "./figure-text.ts";

test.each([
  ["24.68986138", "+24.69"],
  ["-3550.367965", "−3\u202f550.37"],
  ["1000", "+1\u202f000"],
  ["0", "0"],
  ["0.00012345", "+0.000123"],
  ["-0.1234567", "−0.123"],
  ["0.00000000000000001", "+1.00e-17"],
  ["123456789012345678901234567890", "+1.23e+29"],
])("money %s is short as %s", (exact, short) => {
  expect(shortMoney(exact, true)).toBe(short);
});

test("every digit stays in the title", () => {
  expect(moneyFigure("-24.689861380000000001", "USDT")).toEqual({
    text: "−24.69",
    title: "−24.689861380000000001 USDT",
    sign: "loss",
  });
});

test.each([
  [0.024689, "+2.47\u202f%"],
  [-0.12345, "−12.3\u202f%"],
  [0.00001, "+<0.01\u202f%"],
  [0, "0\u202f%"],
  [12.5, "+1250\u202f%"],
])("share %s as %s", (share, text) => {
  expect(percentText(share, true)).toBe(text);
});

test.each([
  [2.7385, "2.74"],
  [0.0456, "0.046"],
  [0, "0.00"],
  [-12_345.678, "−12\u202f345.68"],
  [1.2e9, "1.20e+9"],
])("ratio %s as %s", (value, text) => {
  expect(ratioText(value)).toBe(text);
});

test("no figure says why; a profit without a loss is infinite", () => {
  expect(figureText({ value: null, reason: "no period lost" }, "ratio")).toEqual({
    text: "—",
    title: "No figure: no period lost",
    sign: "flat",
  });
  expect(profitFactorText({ value: null, reason: "no trade lost" }, true).text).toBe("∞");
  expect(profitFactorText({ value: null, reason: "no trades" }, false).text).toBe("—");
  expect(profitFactorText({ value: 1.5 }, true).text).toBe("1.50");
});

test.each([
  [850, "850 µs"],
  [12_400, "12.4 ms"],
  [250_000, "250 ms"],
  [3_200_000, "3.2 s"],
  [59_990_000, "1 min"],
  [252_000_000, "4 min 12 s"],
  [11_100_000_000, "3 h 5 min"],
  [187_200_000_000, "2 d 4 h"],
  [-1_000, "−1 ms"],
])("%s µs as %s", (us, text) => {
  expect(durationText(us)).toBe(text);
});
