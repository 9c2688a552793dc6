import { Big } from "big.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trade, TradeOrder } from "./trade.ts";
import { tradeEvents } from "./trade-events.ts";

const cents = fc.integer({ min: 1, max: 1_000_000 }).map((n) => new Big(n).div(100).toFixed());

function tradeOf(entries: readonly string[], exits: readonly string[], profit: string): Trade {
  const orders = [
    ...entries.map((price) => [true, price] as const),
    ...exits.map((price) => [false, price] as const),
  ].map(([isEntry, price], index): TradeOrder => ({
    orderId: `o${index}`,
    isEntry,
    side: isEntry ? "buy" : "sell",
    filledAt: `2024-01-01T00:00:${String(index).padStart(2, "0")}.000000Z`,
    quantity: "1.5",
    price,
    tag: undefined,
    row: {},
  }));
  return {
    label: "trade 1",
    number: 1,
    tradeId: "t",
    exchange: undefined,
    symbol: "A/B",
    strategy: undefined,
    currency: "B",
    isShort: false,
    isOpen: false,
    openedAt: "2024-01-01T00:00:00.000000Z",
    closedAt: "2024-01-01T01:00:00.000000Z",
    openRate: entries[0] ?? "1",
    closeRate: exits.at(-1) ?? "1",
    amount: "1.5",
    stakeAmount: undefined,
    leverage: undefined,
    feeOpen: "0.001",
    feeClose: "0.001",
    feeOpenCost: undefined,
    feeCloseCost: undefined,
    profit,
    profitRatio: undefined,
    fundingFees: undefined,
    enterTag: undefined,
    exitReason: undefined,
    orders,
    row: {},
  };
}

test("however a trade was built and reduced, its parts earn what freqtrade says that it earned", () => {
  const prices = fc.array(cents, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(prices, prices, cents, (entries, exits, profit) => {
      const events = tradeEvents(tradeOf(entries, exits, profit), "s");
      const sum = events.reduce((total, { pnl }) => total.plus(pnl ?? "0"), new Big(0));
      expect(sum.toFixed()).toBe(new Big(profit).toFixed());
      expect(events.filter(({ event_type }) => event_type === "trade_exit")).toHaveLength(1);
      expect(events.map(({ timestamp }) => timestamp)).toEqual(events.map(({ timestamp }) => timestamp).toSorted());
    }),
  );
});

test("a trade whose orders know of no exit ends with all that was held", () => {
  const events = tradeEvents(tradeOf(["10", "20"], [], "4"), "s");
  expect(events.at(-1)).toMatchObject({ event_type: "trade_exit", quantity: "3", pnl: "4" });
});
