import { expect, test } from "vitest";
import { currencyDigits } from "./currency.ts";

test.each([
  ["USDT", 2],
  ["EUR", 2],
  ["", 2],
  ["JPY", 0],
  ["kwd", 3],
  ["BTC", 8],
  ["constructor", 2],
])("%s has %d digits", (currency, digits) => expect(currencyDigits(currency)).toBe(digits));
