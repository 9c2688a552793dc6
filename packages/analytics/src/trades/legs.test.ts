import { expect, test } from "vitest";
import { Legs } from "./legs.ts";

function legs(...parts: [quantity: string, price: string, fees: string][]): Legs {
  const all = new Legs();
  for (const [quantity, price, fees] of parts) all.add({ quantity, price, fees });
  return all;
}
const told = ({ count, quantity, volume, fees, averagePrice }: Legs) => ({
  count,
  quantity,
  volume,
  fees,
  averagePrice,
});

test("none", () => {
  expect(told(legs())).toEqual({ count: 0, quantity: "0", volume: "0", fees: "0", averagePrice: "0" });
});

test("one is told as it was written, but in plain decimals", () => {
  const one = legs(["129.0", "7.657", "1e-3"]);
  expect(told(one)).toEqual({ count: 1, quantity: "129", volume: "987.753", fees: "0.001", averagePrice: "7.657" });
  expect([one.quantityNumber, one.volumeNumber]).toEqual([129, 129 * 7.657]);
});

test("several have exact sums and the average price", () => {
  expect(told(legs(["1", "100", "0.1"], ["2", "130", "0.2"], ["1", "40", "0"]))).toEqual({
    count: 3,
    quantity: "4",
    volume: "400",
    fees: "0.3",
    averagePrice: "100",
  });
});

test("quantities of zero have no average price", () => {
  expect(legs(["0", "5", "0"], ["0", "6", "0"]).averagePrice).toBe("0");
});
