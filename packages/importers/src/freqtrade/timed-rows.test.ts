import { expect, test } from "vitest";
import type { ImportedEvent } from "../imported-row.ts";
import { ROWS_AT_ONCE } from "../limits.ts";
import { timedRows } from "./timed-rows.ts";

const event = (second: number): ImportedEvent => ({
  timestamp: `2024-01-01T00:00:${String(second % 60).padStart(2, "0")}.000000Z`,
  level: "INFO",
  service: "s",
  event_type: "account_balance",
  message: String(second),
  data: {},
});

test("faults come first, events by time, numbered from 1 over all lists", () => {
  const lists = [
    ...timedRows(
      [],
      [{ number: 9, reason: "why" }],
      "s",
      Array.from({ length: ROWS_AT_ONCE + 1 }, (_, i) => event(i)),
    ),
  ];
  expect(lists.map((list) => list.length)).toEqual([1, ROWS_AT_ONCE, 1]);
  const numbers = lists.slice(1).flatMap((list) => list.map(({ number }) => number));
  expect(numbers).toEqual(Array.from({ length: ROWS_AT_ONCE + 1 }, (_, i) => i + 1));
  const times = lists.slice(1).flatMap((list) => list.map((row) => ("event" in row ? row.event.timestamp : "")));
  expect(times).toEqual(times.toSorted());
});
