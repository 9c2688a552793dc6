import { expect, test } from "vitest";
import { event, time } from "../test-support/trading-events.ts";
import { Account } from "./account.ts";

const balance = (when: string, total: string, currency = "USDT") =>
  event(when, "account_balance", { currency, data: { total } });

test("keeps the first and the newest balance of each currency", () => {
  const account = new Account();
  for (const one of [balance("01-01", "100"), balance("01-02", "1", "BTC"), balance("01-03", "120.50")])
    account.add(one);
  expect(account.currencies).toEqual(["USDT", "BTC"]);
  expect(account.of("USDT")).toEqual({
    first: { timestamp: time("01-01"), total: "100", equity: null },
    last: { timestamp: time("01-03"), total: "120.50", equity: null },
    before: undefined,
  });
  expect(account.of("EUR")).toBeUndefined();
});

test("keeps the newest before a moment, which itself is not before it", () => {
  const account = new Account(time("01-02"));
  for (const one of [balance("01-01", "100"), balance("01-01 12:00", "110"), balance("01-02", "120")]) account.add(one);
  expect(account.of("USDT")?.before?.total).toBe("110");
});

test("takes the equity where there is no total, and nothing where there is neither", () => {
  const account = new Account();
  account.add(event("01-01", "account_balance", { data: { available: "5" } }));
  expect(account.currencies).toEqual([]);
  account.add(event("01-01", "account_balance", { data: { equity: "99.5" } }));
  expect(account.of("")?.last).toEqual({ timestamp: time("01-01"), total: "99.5", equity: "99.5" });
});
