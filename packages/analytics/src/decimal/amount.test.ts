import { expect, test } from "vitest";
import { amountOf, numberOf, valueOf } from "./amount.ts";

test.each([
  ["0", 0, 0],
  ["-0", -0, 0],
  ["12", 12, 0],
  ["-1.50", -150, 2],
  ["0.00004511", 4_511, 8],
  ["573.0", 5_730, 1],
  ["999999999999999", 999_999_999_999_999, 0],
  ["0.00000000000000000001", 1, 20],
])("%s is read as whole units", (text, units, scale) => {
  const amount = amountOf(text);
  expect([amount.text, amount.units, amount.scale]).toEqual([text, units, scale]);
});

test.each(["1e-5", "9.64E-05", "1000000000000000", "0.000000000000000000001", "10.37344398340249"])(
  "%s is too long or too odd for units, and keeps its text",
  (text) => {
    const amount = amountOf(text);
    expect(amount.units).toBeNaN();
    expect(amount.text).toBe(text);
  },
);

test("an amount that is read again forgets what it was", () => {
  const amount = amountOf("1e9");
  expect(amount.read("2.5")).toMatchObject({ text: "2.5", units: 25, scale: 1 });
});

test.each([
  "0.1",
  "-1.50",
  "0.00004511",
  "999999999999999",
  "1e-5",
  "10.37344398340249",
  "-0",
  "0.00000000000000000001",
])("%s is the number that JavaScript reads", (text) => {
  expect(numberOf(text)).toBe(Number(text));
  expect(valueOf(amountOf(text))).toBe(Number(text));
});
