import { expect, test } from "vitest";
import { amountLabel, countLabel, percentLabel } from "./axis-label.ts";

test.each([
  [0, "0"],
  [1_234.5, "1,234.5"],
  [-1_250, "−1,250"],
  [12_500, "12.5k"],
  [3_400_000, "3.4M"],
  [-2e9, "−2bn"],
  [1e12, "1T"],
  [0.000_4, "0.0004"],
  [1.5e-9, "0.0000000015"],
  [0.1 + 0.2, "0.3"],
  [Number.NaN, ""],
])("the amount %d is %s", (value, text) => expect(amountLabel(value)).toBe(text));

test("shares are percent, counts are whole", () => {
  expect(percentLabel(-0.125)).toBe("−12.5 %");
  expect(percentLabel(0)).toBe("0 %");
  expect(countLabel(0.5)).toBe("");
  expect(countLabel(30)).toBe("30");
});
