import { expect, test } from "vitest";
import { around, lineTarget, logTarget, targetAddress } from "./log-target.ts";

const CONVENTION = { time_zone: "UTC", close: "00:00" };
const REPORT = { first_day: "2024-01-05", last_day: "2024-01-07", convention: CONVENTION };

test("a link with times shows them, one without those of the report", () => {
  const fixed = logTarget({ query: "a", start: "2024-01-01T10:00:00Z", end: "2024-01-01T11:00:00Z" }, REPORT);
  expect(fixed).toMatchObject({ page: "logs", query: "a", live: false, filters: [], event: null });
  expect(fixed.range).toEqual({
    kind: "fixed",
    startMs: Date.parse("2024-01-01T10:00:00Z"),
    endMs: Date.parse("2024-01-01T11:00:00Z"),
  });
  expect(logTarget({ query: "", start: null, end: null }, REPORT).range).toEqual({
    kind: "fixed",
    startMs: Date.parse("2024-01-05"),
    endMs: Date.parse("2024-01-08"),
  });
  const empty = logTarget({ query: "", start: null, end: null }, { ...REPORT, first_day: null, last_day: null });
  expect(empty.range).toMatchObject({ kind: "fixed", startMs: 0 });
});

test("a line is opened among its neighbours", () => {
  expect(lineTarget("id-1", "2024-01-05T10:00:00.000000Z")).toMatchObject({
    event: "id-1",
    range: { startMs: Date.parse("2024-01-05T09:59:00Z"), endMs: Date.parse("2024-01-05T10:01:00Z") },
  });
  expect(lineTarget("id-1", "").range).toEqual({ kind: "last", span: "7d" });
});

test("a trade is looked for a day around", () => {
  expect(around("2024-01-05T10:00:00.000000Z", "2024-01-06T10:00:00.000000Z")).toEqual({
    start: "2024-01-04T10:00:00.000Z",
    end: "2024-01-07T10:00:00.000Z",
  });
});

test("the address keeps the looks", () => {
  const target = logTarget({ query: "symbol:BTC", start: "2024-01-01", end: "2024-01-02" }, REPORT);
  expect(targetAddress(target, { theme: "dark", zone: "utc" })).toBe(
    "/?q=symbol%3ABTC&from=2024-01-01T00%3A00%3A00.000Z&to=2024-01-02T00%3A00%3A00.000Z&live=0&theme=dark&tz=utc",
  );
});
