import { createRedactor, LEVELS, normaliseEvent, numberRecord } from "@daybook/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventFilter } from "./event-filter.ts";

const NOW_MS = Date.UTC(2026, 0, 15, 10, 30);
const door = { collectedAt: "2026-01-15T10:30:00.000000Z", newId: () => "x", redactor: createRedactor() };

const time = fc
  .integer({ min: -5, max: 5 })
  .map((hours) => new Date(NOW_MS + hours * 3_600_000).toISOString().replace("Z", "000Z"));
const level = fc.constantFrom(...LEVELS);
const query = fc.oneof(
  level.map((name) => `level:>=${name}`),
  level.map((name) => `-level:${name}`),
  time.map((at) => `timestamp:<"${at}"`),
  fc.constantFrom(
    "timestamp:>=now-1h",
    "m",
    "(level:ERROR OR m)",
    "NOT (level:INFO timestamp:2026-01-15)",
    "level:INFO OR x",
  ),
);

test("a line that its head rules out would not have matched", () => {
  fc.assert(
    fc.property(
      fc.array(query, { maxLength: 3 }),
      time,
      level,
      fc.option(time),
      fc.option(time),
      (parts, at, name, start, end) => {
        const filter = createEventFilter(
          { query: parts.join(" "), ...(start && { start_time: start }), ...(end && { end_time: end }) },
          NOW_MS,
        );
        const record = numberRecord(normaliseEvent({ timestamp: at, level: name, message: "m" }, door), 0);
        const matches = filter.matches(record);
        for (const known of [name, undefined]) {
          if (!filter.mayMatch({ timestamp: at, level: known })) expect(matches).toBe(false);
        }
        if (filter.from !== undefined && at < filter.from) expect(matches).toBe(false);
      },
    ),
  );
});

test("the start is included, the end is not; the latest start counts", () => {
  const filter = createEventFilter({ query: "timestamp:>=2026-01-14", start_time: "now-1h", end_time: "now" }, NOW_MS);
  const may = (timestamp: string): boolean => filter.mayMatch({ timestamp, level: undefined });
  expect(filter.from).toBe("2026-01-15T09:30:00.000000Z");
  expect(may("2026-01-15T09:30:00.000000Z")).toBe(true);
  expect(may("2026-01-15T10:30:00.000000Z")).toBe(false);
});

test("faults have their place, as a server tells them", () => {
  expect(() => createEventFilter({ query: "a (" }, NOW_MS)).toThrow(
    expect.objectContaining({ code: "DAYBOOK_QUERY_SYNTAX" }),
  );
  expect(() => createEventFilter({ start_time: "soon" }, NOW_MS)).toThrow("--start soon is not a time");
});
