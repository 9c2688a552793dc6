import { describe, expect, test } from "vitest";
import { money, textOf } from "../decimal/money.ts";
import { Lots } from "./lots.ts";
import type { Matching } from "./lots.ts";

/** Two lots: 2 at 10 with a fee of 0.2, and 3 at 20 with a fee of 0.6. */
function twoLots(matching: Matching): Lots {
  const lots = new Lots(matching);
  lots.open(money(2), money(20), money("0.2"));
  lots.open(money(3), money(60), money("0.6"));
  return lots;
}
const closed = (lots: Lots, quantity: number) => {
  const { quantity: done, cost, fees } = lots.close(money(quantity));
  return [done, cost, fees].map(textOf);
};

describe("closing finds", () => {
  test.each([
    // 2 of the first, 1 of the second.
    ["fifo", ["3", "40", "0.4"], ["2", "40", "0.4"]],
    // All of the second.
    ["lifo", ["3", "60", "0.6"], ["2", "20", "0.2"]],
    // 3 of 5 at 16.
    ["average", ["3", "48", "0.48"], ["2", "32", "0.32"]],
  ] as const)("by %s", (matching, first, rest) => {
    const lots = twoLots(matching);
    expect(textOf(lots.cost)).toBe("80");
    expect(closed(lots, 3)).toEqual(first);
    expect(textOf(lots.quantity)).toBe("2");
    expect(textOf(lots.cost)).toBe(rest[1]);
    expect(closed(lots, 2)).toEqual(rest);
    expect([textOf(lots.quantity), textOf(lots.cost)]).toEqual(["0", "0"]);
  });

  test.each(["fifo", "lifo", "average"] as const)("no more than there is, by %s", (matching) => {
    const lots = twoLots(matching);
    expect(closed(lots, 9)).toEqual(["5", "80", "0.8"]);
    expect(closed(lots, 1)).toEqual(["0", "0", "0"]);
    lots.open(money(1), money(7), money(0));
    expect(closed(lots, 1)).toEqual(["1", "7", "0"]);
  });
});

test("a lot that cannot be divided exactly adds up all the same", () => {
  const lots = new Lots("fifo");
  lots.open(money(3), money(10), money(1));
  const parts = [1, 1, 1].map(() => lots.close(money(1)));
  expect(textOf(parts.reduce((sum, { cost }) => sum.plus(cost), money(0)))).toBe("10");
  expect(textOf(parts.reduce((sum, { fees }) => sum.plus(fees), money(0)))).toBe("1");
});

test("many lots are closed one by one in the order in which they were opened", () => {
  const lots = new Lots("fifo");
  for (let at = 1; at <= 1_000; at++) lots.open(money(1), money(at), money(0));
  for (let at = 1; at <= 1_000; at++) expect(closed(lots, 1)[1]).toBe(`${at}`);
  expect(textOf(lots.quantity)).toBe("0");
});
