import fc from "fast-check";
import { expect, test } from "vitest";
import { sumOf } from "../decimal/exact-sum.ts";
import { money, textOf } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { assembleTrades } from "../ledger.ts";
import { positive, toEvent } from "../test-support/arbitrary-history.ts";
import { MATCHINGS } from "./lots.ts";
import { ROUND_TRIPS } from "./fill-book.ts";

interface Order {
  readonly side: "buy" | "sell";
  readonly quantity: number;
  readonly price: string;
  readonly fee: number;
}

const orders = fc.array(
  fc.record<Order>({
    side: fc.constantFrom("buy", "sell"),
    quantity: fc.integer({ min: 1, max: 12 }),
    price: positive,
    fee: fc.nat(10),
  }),
  { minLength: 1, maxLength: 20 },
);
const total = (events: readonly TradingEvent[], options: Parameters<typeof assembleTrades>[1] = {}) => {
  const { bookings, trades, open } = assembleTrades(events, options);
  return { booked: sumOf(bookings.map(({ amount }) => amount)), trades, open, bookings };
};

/** One fill a minute; `parts` cuts each into so many equal ones of its minute. */
function fills(list: readonly Order[], parts: number, symbol = "BTC/USDT"): TradingEvent[] {
  return list.flatMap(({ side, quantity, price, fee }, minute) =>
    Array.from({ length: parts }, (_, part) =>
      toEvent(minute, "order_filled", minute * parts + part, {
        symbol,
        side,
        price,
        quantity: textOf(money(quantity).div(parts)),
        fees: textOf(money(fee).div(parts)),
      }),
    ),
  );
}
const flattened = (list: readonly Order[]): Order[] => {
  const held = list.reduce((sum, { side, quantity }) => sum + (side === "buy" ? quantity : -quantity), 0);
  return held === 0
    ? [...list]
    : [...list, { side: held > 0 ? "sell" : "buy", quantity: Math.abs(held), price: "100", fee: 1 }];
};

test("splitting fills changes no P&L", () => {
  fc.assert(
    fc.property(orders, fc.constantFrom(2, 4, 5), fc.constantFrom(...MATCHINGS), (list, parts, matching) => {
      const [whole, split] = [total(fills(list, 1), { matching }), total(fills(list, parts), { matching })];
      // Shares of a fee that cannot be divided exactly differ in the thirtieth place.
      expect(money(whole.booked).minus(split.booked).abs().lt("1e-22")).toBe(true);
      expect(split.trades.map(({ side, quantity, exit_time }) => [side, quantity, exit_time])).toEqual(
        whole.trades.map(({ side, quantity, exit_time }) => [side, quantity, exit_time]),
      );
      expect(split.open.map(({ quantity, side }) => [quantity, side])).toEqual(
        whole.open.map(({ quantity, side }) => [quantity, side]),
      );
    }),
  );
});

test("FIFO, LIFO and average are one when flat, however trips are counted, and make what cash says", () => {
  fc.assert(
    fc.property(orders, (list) => {
      const events = fills(flattened(list), 1);
      const cash = flattened(list).reduce(
        (sum, { side, quantity, price, fee }) =>
          sum.plus(money(price).times(side === "buy" ? -quantity : quantity)).minus(fee),
        money(0),
      );
      for (const matching of MATCHINGS) {
        for (const roundTrips of ROUND_TRIPS) {
          const { booked, trades, open } = total(events, { matching, roundTrips });
          expect(open).toEqual([]);
          // Lots that are closed in parts, and merged fills, have prices of thirty places.
          expect(money(booked).minus(cash).abs().lt("1e-20")).toBe(true);
          expect(
            money(sumOf(trades.map(({ pnl }) => pnl)))
              .minus(booked)
              .abs()
              .lt("1e-20"),
          ).toBe(true);
        }
      }
    }),
  );
});

test("without merging there is no rounding at all when flat by FIFO with whole lots", () => {
  fc.assert(
    fc.property(orders, (list) => {
      const paired = list.flatMap((order): Order[] => [
        order,
        { ...order, side: order.side === "buy" ? "sell" : "buy", price: "7.25" },
      ]);
      const { trades, booked } = total(fills(paired, 1));
      expect(sumOf(trades.map(({ pnl }) => pnl))).toBe(booked);
      const cash = paired.reduce(
        (sum, { side, quantity, price, fee }) =>
          sum.plus(money(price).times(side === "buy" ? -quantity : quantity)).minus(fee),
        money(0),
      );
      expect(booked).toBe(textOf(cash));
    }),
  );
});

test("fills of other symbols, in any order of arrival, change nothing", () => {
  fc.assert(
    fc.property(orders, orders, fc.infiniteStream(fc.nat()), (list, others, randoms) => {
      const own = fills(list, 1).map((one) => ({ ...one, id: `own-${one.id}` }));
      const alone = assembleTrades(own);
      const random = randoms[Symbol.iterator]();
      const mixed = [...own, ...fills(others, 1, "ETH/USDT")]
        .map((one) => ({ one, at: random.next().value as number }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
      const { trades, open, bookings } = assembleTrades(mixed);
      const ofOwn = ({ symbol }: { symbol: string }) => symbol === "BTC/USDT";
      expect(trades.filter(ofOwn)).toEqual(alone.trades);
      expect(open.filter(ofOwn)).toEqual(alone.open);
      expect(bookings.filter(ofOwn)).toEqual(alone.bookings);
    }),
  );
});
