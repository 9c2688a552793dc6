import fc from "fast-check";
import { expect, test } from "vitest";
import { sumOf } from "./decimal/exact-sum.ts";
import { money, textOf } from "./decimal/money.ts";
import type { TradingEvent } from "./events/trading-event.ts";
import { LEDGER_EVENT_TYPES, TRADE_SOURCES, assembleTrades } from "./ledger.ts";
import { anyHistory, entriesAndExits, roundtrips, signed, toEvent } from "./test-support/arbitrary-history.ts";

const told = ({ account: _account, repeats: _repeats, ...result }: ReturnType<typeof assembleTrades>) => result;

test("the order of arrival and events that come twice change nothing", () => {
  fc.assert(
    fc.property(
      anyHistory(LEDGER_EVENT_TYPES),
      fc.constantFrom(...TRADE_SOURCES),
      fc.infiniteStream(fc.nat()),
      (events, source, randoms) => {
        const wanted = told(assembleTrades(events, { source }));
        const random = randoms[Symbol.iterator]();
        const shuffle = (list: TradingEvent[]) =>
          list
            .map((one) => ({ one, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
        expect(told(assembleTrades(shuffle(events), { source }))).toEqual(wanted);
        expect(told(assembleTrades(shuffle([...events, ...events]), { source }))).toEqual(wanted);
      },
    ),
  );
});

test("the bookings of a trade add up to its result, and their fees to its fees", () => {
  const parts = fc.array(
    fc.record({
      share: fc.integer({ min: 1, max: 9 }),
      price: signed,
      pnl: fc.option(signed, { nil: undefined }),
      fees: signed,
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      parts,
      fc.option(signed, { nil: undefined }),
      fc.option(signed, { nil: undefined }),
      (list, lastPnl, funding) => {
        const about = { trade_id: "t", symbol: "BTC/USDT", side: "buy" };
        const events = [
          toEvent(0, "trade_entry", 0, { ...about, quantity: "100", price: "50", fees: "0.5" }),
          ...list.map(({ share, price, pnl, fees }, at) =>
            toEvent(at + 1, "trade_partial_exit", at + 1, {
              ...about,
              quantity: `${share}`,
              price: price.replace("-", ""),
              pnl,
              fees,
            }),
          ),
          toEvent(10, "funding_payment", 10, { ...about, pnl: funding }),
          toEvent(11, "trade_exit", 11, { ...about, price: "51", pnl: lastPnl, fees: "1.5" }),
        ];
        const { trades, bookings, open } = assembleTrades(events);
        expect([trades.length, open.length]).toEqual([1, 0]);
        const [trade] = trades;
        expect(sumOf(bookings.map(({ amount }) => amount))).toBe(textOf(money(trade?.pnl ?? "")));
        expect(sumOf(bookings.map(({ fees }) => fees))).toBe(sumOf([trade?.fees_entry ?? "", trade?.fees_exit ?? ""]));
      },
    ),
  );
});

test("a round trip makes quantity × price − fees, from entries or from fills", () => {
  fc.assert(
    fc.property(roundtrips, (list) => {
      const wanted = textOf(
        list.reduce((sum, { quantity, entry, exit, fees, side }) => {
          const move = money(exit)
            .minus(entry)
            .times(quantity)
            .times(side === "buy" ? 1 : -1);
          return sum.plus(move).minus(fees[0]).minus(fees[1]);
        }, money(0)),
      );
      const { trades } = assembleTrades(entriesAndExits(list), { source: "events" });
      expect(trades).toHaveLength(list.length);
      // Results are rounded to thirty places.
      expect(
        money(sumOf(trades.map(({ pnl }) => pnl)))
          .minus(wanted)
          .abs()
          .lt("1e-26"),
      ).toBe(true);
    }),
  );
});
