import fc from "fast-check";
import { expect, test } from "vitest";
import { COMPAT_TOOLS } from "../compat/compat.ts";
import { sumOf } from "../decimal/exact-sum.ts";
import { money, textOf } from "../decimal/money.ts";
import { compareEvents } from "../events/event-order.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { LEDGER_EVENT_TYPES, TRADE_SOURCES } from "../ledger.ts";
import { anyHistory, entriesAndExits, positive, roundtrips, toEvent } from "../test-support/arbitrary-history.ts";
import { ReportBuilder } from "./report-builder.ts";
import type { ReportOptions } from "./report-builder.ts";

function report(events: readonly TradingEvent[], options: ReportOptions) {
  const builder = new ReportBuilder(options);
  for (const one of events.toSorted(compareEvents)) builder.add(one);
  return builder.finish();
}
const moment = fc.option(
  fc.nat(60 * 24 * 45).map((minute) => toEvent(minute, "x", 0, {}).timestamp),
  { nil: null },
);
/** From the first to the second, each of which may be open. */
const period = fc
  .tuple(moment, moment)
  .map(([a, b]) => (a !== null && b !== null && a > b ? { start: b, end: a } : { start: a, end: b }));
const moves = fc.array(
  fc.record({ minute: fc.nat(60 * 24 * 40), kind: fc.constantFrom("deposit", "withdrawal"), quantity: positive }),
  { maxLength: 5 },
);

test("equity ends at start + Σ P&L + deposits − withdrawals, where P&L is what is left after fees", () => {
  fc.assert(
    fc.property(roundtrips, moves, positive, period, (list, moved, startingEquity, { start, end }) => {
      const trades = entriesAndExits(list);
      const events = [
        ...trades,
        ...moved.map(({ minute, kind, quantity }, at) =>
          toEvent(minute, kind, 1_000 + at, { quantity, currency: "USDT" }),
        ),
      ];
      const whole = report(events, { startingEquity });
      const sums = [startingEquity, ...whole.trade_list.map(({ pnl }) => pnl), whole.deposits];
      expect(whole.ending_equity).toBe(sumOf(sums));
      // Gross − fees is what each is.
      const gross = whole.trade_list.reduce(
        (sum, { exit_price, entry_price, quantity, side }) =>
          sum.plus(
            money(exit_price)
              .minus(entry_price)
              .times(quantity)
              .times(side === "long" ? 1 : -1),
          ),
        money(0),
      );
      expect(
        money(whole.trades.pnl)
          .minus(gross)
          .plus(whole.trades.fees_entry)
          .plus(whole.trades.fees_exit)
          .abs()
          .lt("1e-20"),
      ).toBe(true);
      expect(sumOf(whole.days.map(({ fees }) => fees))).toBe(sumOf([whole.trades.fees_entry, whole.trades.fees_exit]));

      // A period begins with what there was, and its days lead to its end.
      const part = report(events, { startingEquity, period: { start, end }, currency: "USDT" });
      const own = [part.starting_equity ?? "", ...part.days.map(({ pnl }) => pnl), part.deposits];
      if (part.days.length > 0) expect(part.ending_equity).toBe(sumOf(own));
      const before = report(events, { startingEquity, period: { start: null, end: start }, currency: "USDT" });
      if (start !== null) expect(part.starting_equity).toBe(before.ending_equity);
    }),
  );
});

test("no report has NaN or Infinity anywhere, nor a minus before a zero", () => {
  const conventions = fc.record({
    source: fc.constantFrom(...TRADE_SOURCES),
    matching: fc.constantFrom("fifo" as const, "lifo" as const, "average" as const),
    round_trips: fc.constantFrom("flat_to_flat" as const, "per_close" as const, "per_run" as const),
    compat: fc.constantFrom(null, ...COMPAT_TOOLS),
    time_zone: fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata"),
    close: fc.constantFrom("00:00", "17:00"),
    risk_free: fc.constantFrom(0, 0.04),
  });
  const balance = fc.option(positive, { nil: undefined });
  fc.assert(
    fc.property(
      anyHistory(LEDGER_EVENT_TYPES),
      conventions,
      period,
      balance,
      (events, convention, during, startingEquity) => {
        const one = report(events, { convention, period: during, startingEquity });
        expect(oddNumbers(one)).toEqual([]);
        expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      },
    ),
    { numRuns: 500 },
  );
});

/** Paths of values that JSON does not have. */
function oddNumbers(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? [] : [`${path}: ${value}`];
  if (typeof value === "string") return /^-?(?:NaN|Infinity|undefined)$/.test(value) ? [`${path}: ${value}`] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => oddNumbers(inner, `${path}.${key}`));
}

test("days, groups, months and distribution each hold every trade once", () => {
  fc.assert(
    fc.property(roundtrips, (list) => {
      const one = report(entriesAndExits(list), { startingEquity: "1000000" });
      const { trades, pnl } = one.trades;
      expect(trades).toBe(list.length);
      for (const rows of [
        one.by_symbol,
        one.by_strategy,
        one.by_side,
        one.by_exit_reason,
        one.by_weekday,
        one.by_hour,
      ]) {
        expect(rows.reduce((sum, row) => sum + row.trades, 0)).toBe(trades);
        expect(sumOf(rows.map((row) => row.pnl))).toBe(pnl);
      }
      for (const rows of [one.days, one.months]) {
        expect(rows.reduce((sum, row) => sum + row.trades, 0)).toBe(trades);
        expect(sumOf(rows.map((row) => row.pnl))).toBe(textOf(money(pnl)));
      }
      expect(one.distribution.reduce((sum, row) => sum + row.trades, 0)).toBe(trades);
      expect(one.exposure.value === null || (one.exposure.value >= 0 && one.exposure.value <= 1)).toBe(true);
    }),
  );
});
