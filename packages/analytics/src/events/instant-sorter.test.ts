import { expect, test } from "vitest";
import { InstantSorter } from "./instant-sorter.ts";
import type { TradingEvent } from "./trading-event.ts";

const at = (second: number): string => `2024-01-01T00:00:0${second}.000000Z`;
const event = (second: number, event_type: string, seq: number): TradingEvent => ({
  timestamp: at(second),
  event_type,
  seq,
});

test("events of one instant are put in order; instants keep theirs", () => {
  const seen: number[] = [];
  const sorter = new InstantSorter(({ seq }) => seen.push(seq as number));
  for (const one of [
    event(1, "order_filled", 2),
    event(1, "order_filled", 1),
    event(2, "trade_exit", 3),
    event(2, "trade_entry", 4),
    event(2, "account_balance", 5),
    event(3, "trade_exit", 6),
  ])
    sorter.add(one);
  expect(seen).toEqual([1, 2, 5, 4, 3]);
  sorter.flush();
  expect(seen).toEqual([1, 2, 5, 4, 3, 6]);
  sorter.flush();
  expect(seen).toHaveLength(6);
});
