import { describe, expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

const message = "Order-42 FILLED: kraken_timeout at 10.5 (naïve İstanbul)";

describe("a bare word", () => {
  test.each(["order", "ORDER", "42", "filled", "kraken", "timeout", "10", "5", "naïve", "NAÏVE", "İstanbul"])(
    "%s is a word of the message",
    (query) => {
      expect(finds(query, { message })).toBe(true);
    },
  );

  test.each(["orde", "kraken0", "105", "naive", "istanbul", "ïve"])("%s is none", (query) => {
    expect(finds(query, { message })).toBe(false);
  });

  test("is found in the exception's text too", () => {
    expect(finds("hang", { message, exception_message: "socket hang up" })).toBe(true);
  });

  test("is found when it equals an identifier or the symbol, and case counts there", () => {
    for (const field of ["id", "request_id", "session_id", "user_id", "trace_id", "order_id", "trade_id", "symbol"]) {
      expect(finds("Abc-1", { [field]: "Abc-1" })).toBe(true);
      expect(finds("abc-1", { [field]: "Abc-1" })).toBe(false);
      expect(finds("Abc", { [field]: "Abc-1" })).toBe(false);
    }
  });

  test("with separators inside is its words in a row", () => {
    expect(finds("kraken-timeout", { message })).toBe(true);
    expect(finds("timeout-kraken", { message })).toBe(false);
    expect(finds("kraken-filled", { message })).toBe(false);
  });

  test("without a letter or digit is looked for as it is", () => {
    expect(finds("🚀", { message: "to the 🚀moon" })).toBe(true);
    expect(finds("🚀", { message })).toBe(false);
    expect(finds("'->'", { message: "BUY -> SELL" })).toBe(false);
    expect(finds('"->"', { message: "BUY -> SELL" })).toBe(true);
  });
});

describe("a phrase", () => {
  test("wants its words in a row, whatever stands between them", () => {
    expect(finds('"order 42 filled"', { message })).toBe(true);
    expect(finds('"order filled"', { message })).toBe(false);
    expect(finds('"42 order"', { message })).toBe(false);
  });

  test("does not run from the message into the exception", () => {
    expect(finds('"order failed socket"', { message: "order failed", exception_message: "socket hang up" })).toBe(
      false,
    );
  });

  test("may go on in its last word", () => {
    expect(finds('"order 42 fil"*', { message })).toBe(true);
    expect(finds('"ord 42"*', { message })).toBe(false);
  });
});

describe("the beginning of a word", () => {
  test("is found at the start of a word only", () => {
    expect(finds("fil*", { message })).toBe(true);
    expect(finds("illed*", { message })).toBe(false);
    expect(finds("kraken-tim*", { message })).toBe(true);
  });

  test("is not compared with identifiers", () => {
    expect(finds("ord_1*", { order_id: "ord_123" })).toBe(false);
  });
});

describe("a word of one text", () => {
  test("is looked for there alone", () => {
    const fields = {
      message: "a b",
      exception_message: "c d",
      user_agent: "curl/8.0",
      stack_trace: ["at main (a.ts:1)", "at run"],
    };
    expect(finds("message:a", fields)).toBe(true);
    expect(finds("message:c", fields)).toBe(false);
    expect(finds("exception_message:c", fields)).toBe(true);
    expect(finds("exception_message:a", fields)).toBe(false);
    expect(finds("user_agent:curl", fields)).toBe(true);
    expect(finds('stack_trace:"at run"', fields)).toBe(true);
    expect(finds('stack_trace:"1 at"', fields)).toBe(false);
    expect(finds("message:x", { message: "", symbol: "x" })).toBe(false);
  });
});
