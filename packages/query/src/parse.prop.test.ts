import { DaybookError, MAX_QUERY_LENGTH, problemOf } from "@daybook/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileQuery, parseQuery, printQuery, toClickHouse } from "./index.ts";
import type { Query } from "./index.ts";
import { QUERY } from "./test-support/arbitrary-query.ts";
import { RECORD } from "./test-support/arbitrary-record.ts";

const now = () => Date.UTC(2026, 0, 1);

/** Pieces of the language, so that random text gets past the first character. */
const PIECES = [
  "a",
  "kraken",
  "AND",
  "OR",
  "NOT",
  "TO",
  "(",
  ")",
  '"',
  "\\",
  "*",
  ":",
  "-",
  "[",
  "]",
  "{",
  "}",
  "/",
  ">",
  "<=",
  "=",
  "!",
  "&&",
  " ",
  " ",
  "\n",
  "level:",
  "message:",
  "price:",
  "timestamp:",
  "data.",
  "symbol:(",
  "now-1h",
  "2024-01-15",
  "WARN",
  "5",
  "1e9",
  ".",
  "🚀",
  "\ud800",
  "\0",
  "(?i)",
  "\\p{",
  "//",
  "~",
  "^",
  "pid:",
];
const TEXT = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join("")),
);

function parsed(text: string): Query | DaybookError {
  try {
    return parseQuery(text, { now });
  } catch (error) {
    if (error instanceof DaybookError) return error;
    throw error;
  }
}

test("a query is read again as it was printed", () => {
  fc.assert(
    fc.property(QUERY, (query) => {
      expect(parseQuery(printQuery(query), { now })).toEqual(query);
    }),
    { numRuns: 2_000 },
  );
});

test("any text is a query or a DaybookError with a place in the text, and a query can be printed and evaluated", () => {
  const [record] = fc.sample(RECORD, 1);
  fc.assert(
    fc.property(TEXT, (text) => {
      const query = parsed(text);
      if (query instanceof DaybookError) {
        expect(query.code).toMatch(/^DAYBOOK_QUERY_/);
        const { position, length, hint } = problemOf(query);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(text.length);
        expect((position as number) + ((length as number | undefined) ?? 0)).toBeLessThanOrEqual(text.length);
        expect(hint).not.toBe("");
        return;
      }
      expect(parseQuery(printQuery(query), { now })).toEqual(query);
      expect(compileQuery(query)({ ...record!, seq: 1 })).toBeTypeOf("boolean");
      expect(toClickHouse(query).where).not.toContain("\0");
    }),
    { numRuns: 5_000 },
  );
});

test("text of a hundred kilobytes is refused by its length, whatever is in it", () => {
  for (const piece of ["(", "-", "NOT ", "a ", "a:(", '"', "\\", "message:/(/ ", "price:[1 TO ", "a.".repeat(50)]) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: "DAYBOOK_QUERY_TOO_LONG" }));
  }
});

test("text at the length limit neither overflows the stack nor passes the limits", () => {
  for (const piece of ["(", "-", "NOT ", "a ", "a:(", "a OR ", "message:/a{1,9}/ "]) {
    const text = piece.repeat(Math.floor(MAX_QUERY_LENGTH / piece.length));
    expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: "DAYBOOK_QUERY_TOO_COMPLEX" }));
  }
});
