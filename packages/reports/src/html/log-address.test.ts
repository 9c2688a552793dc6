import { expect, test } from "vitest";
import { LogAddresses } from "./log-address.ts";

const REPORT = {
  first_day: "2024-01-10",
  last_day: "2024-01-12",
  convention: { time_zone: "America/New_York", close: "17:00" },
};

function parametersOf(address: string | null): Record<string, string> {
  return Object.fromEntries(new URL(address ?? "", "http://host").searchParams);
}

test("a time without bounds is from the first day's start to the last day's end, in the zone", () => {
  const addresses = new LogAddresses(REPORT, "https://daybook.example/");
  const address = addresses.of({ query: 'symbol:"A&B=C"', start: null, end: null });
  expect(address?.startsWith("https://daybook.example/?q=symbol%3A%22A%26B%3DC%22&from=")).toBe(true);
  expect(parametersOf(address)).toEqual({
    q: 'symbol:"A&B=C"',
    from: "2024-01-09T22:00:00.000000Z",
    to: "2024-01-12T22:00:00.000000Z",
  });
});

test("bounds that are given stay; what a link must cover widens the rest", () => {
  const addresses = new LogAddresses(REPORT, "");
  expect(parametersOf(addresses.of({ query: "x", start: "2024-01-11T00:00:00Z", end: null }))).toMatchObject({
    from: "2024-01-11T00:00:00Z",
    to: "2024-01-12T22:00:00.000000Z",
  });
  const wide = addresses.of({ query: "x", start: null, end: null }, ["2023-12-31T12:00:00.000000Z"]);
  expect(parametersOf(wide)).toMatchObject({ from: "2023-12-30T22:00:00.000000Z", to: "2024-01-12T22:00:00.000000Z" });
});

test("a query that no server takes has no address", () => {
  const query = `symbol:"${"A".repeat(100_000)}"`;
  expect(new LogAddresses(REPORT, "/").of({ query, start: null, end: null })).toBeNull();
});

test("without days there are no times, without a base no address", () => {
  const none = { ...REPORT, first_day: null, last_day: null };
  expect(new LogAddresses(none, "/logs").of({ query: "x", start: null, end: null })).toBe("/logs/?q=x");
  expect(new LogAddresses(REPORT, null).of({ query: "x", start: null, end: null })).toBeNull();
});

test.each(["javascript:alert(1)", "//evil.example", "data:text/html,x", "https:", "daybook.example", " /x"])(
  "%s is no base",
  (base) => expect(() => new LogAddresses(REPORT, base)).toThrow(/linkBase is/),
);
