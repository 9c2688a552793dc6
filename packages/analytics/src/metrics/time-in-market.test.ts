import fc from "fast-check";
import { expect, test } from "vitest";
import { timeInMarket } from "./time-in-market.ts";

const share = (...trades: [from: number, to: number][]) =>
  timeInMarket(
    Float64Array.from(trades, ([from]) => from),
    Float64Array.from(trades, ([, to]) => to),
  );

test("counts time once, however many trades are open", () => {
  expect(share([0, 4], [6, 10])).toBe(0.8);
  expect(share([6, 10], [0, 4])).toBe(0.8);
  expect(share([0, 10], [2, 3], [2, 8])).toBe(1);
  expect(share([0, 5], [5, 10])).toBe(1);
  expect(share([0, 0], [10, 10])).toBe(0);
  expect(share([3, 5])).toBe(1);
});

test("is no number when there is no time", () => {
  expect(share()).toBeNaN();
  expect(share([5, 5])).toBeNaN();
});

test("is what counting each moment gives", () => {
  const trade = fc.tuple(fc.nat(40), fc.nat(20)).map(([from, length]): [number, number] => [from, from + length]);
  fc.assert(
    fc.property(fc.array(trade, { minLength: 1 }), (trades) => {
      const [first, last] = [Math.min(...trades.map(([from]) => from)), Math.max(...trades.map(([, to]) => to))];
      let inside = 0;
      for (let at = first; at < last; at++) if (trades.some(([from, to]) => from <= at && at < to)) inside++;
      expect(share(...trades)).toBe(inside / (last - first));
    }),
  );
});
