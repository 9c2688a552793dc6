import { DaybookError, problemOf } from "@daybook/protocol";
import { describe, expect, test } from "vitest";
import { parseQuery, printQuery } from "./index.ts";
import { NOW } from "./test-support/finds.ts";

const printed = (text: string) => printQuery(parseQuery(text, { now: () => NOW }));

describe("the shape of a query", () => {
  test.each([
    ["", ""],
    ["  \n ", ""],
    ["*", ""],
    ["*:*", ""],
    ["a b", "a b"],
    ["a AND b", "a b"],
    ["a OR b c", "a OR b c"],
    ["(a OR b) c", "(a OR b) c"],
    ["a OR (b AND c)", "a OR b c"],
    ["NOT a b", "NOT a b"],
    ["-a OR b", "NOT a OR b"],
    ["-(a OR b)", "NOT (a OR b)"],
    ["NOT NOT a", "NOT NOT a"],
    ["((a))", "a"],
    ["a and or not b", "a and or not b"],
    ["symbol:(A OR B) c", "(symbol:A OR symbol:B) c"],
    ["price:(>5 AND <=10)", "price:>5 price:<=10"],
    ["message:(kraken timeout)", "message:kraken message:timeout"],
    ["a* OR *", ""],
    ["* a", "a"],
    ['foo"bar baz"', 'foo "bar baz"'],
    ["a - b", 'a "-" b'],
  ])("%j is %j", (text, expected) => {
    expect(printed(text)).toBe(expected);
  });
});

describe("what is text and what is a field", () => {
  test.each([
    ["http://host/x", '"http://host/x"'],
    ["12:30:45", '"12:30:45"'],
    ["level=ERROR", '"level=ERROR"'],
    ["/v1/orders", '"/v1/orders"'],
    ["a\\:b", '"a:b"'],
    ["endpoint:/v1/orders", 'data.endpoint:"/v1/orders"'],
    ["endpoint:/v1/", "data.endpoint:/v1/"],
    ["data.12:x", "data.12:x"],
    ["my\\ key:x", "data.my\\ key:x"],
    ["a.b:x", "data.a.b:x"],
    ["data.a\\.b:x", "data.a\\.b:x"],
    ["hash:12e4567", 'data.hash:"12e4567"'],
    ["message://", '"message://"'],
    ["[INFO] x", '"[INFO]" x'],
    ['"AND"', '"AND"'],
    ["user:-5", "data.user:-5"],
  ])("%j is %j", (text, expected) => {
    expect(printed(text)).toBe(expected);
  });
});

function fault(text: string): DaybookError {
  try {
    parseQuery(text, { now: () => NOW });
  } catch (error) {
    if (error instanceof DaybookError) return error;
    throw error;
  }
  throw new Error(`${text} is a query`);
}

describe("a fault has its place and says what to do", () => {
  test.each([
    ['"order 42', 0, 9, /quote is not closed/, /"/],
    ["(a OR b", 0, 1, /bracket is not closed/, /\)/],
    ["a)", 1, 1, /closing bracket/, /\(/],
    ["a ()", 2, 2, /nothing between/, /condition/],
    ["a AND", 2, 3, /follows AND/, /lower case/],
    ["a OR )", 2, 2, /follows OR/, /condition/],
    ["OR a", 0, 2, /OR has no condition before/, /both sides/],
    ["a AND OR b", 6, 2, /OR has no condition before/, /both sides/],
    ["a && b", 2, 2, /&& is not known/, /AND/],
    ["!a", 0, 1, /! is not known/, /NOT/],
    ["level:>=FOO", 8, 3, /no level "FOO"/, /DEBUG, INFO/],
    ["level: ERROR", 0, 6, /has no value/, /without a space/],
    ["price:cheap", 6, 5, /number, and "cheap" is none/, /42/],
    ["price:>>5", 6, 2, /operator >> is not known/, /operators/],
    ["price:!=5", 6, 2, /operator != is not known/, /-field:value/],
    ["price:>", 7, 0, /value is missing/, /price:>100/],
    ["price:[1 2]", 9, 1, /needs TO/, /from TO to/],
    ["price:[1 TO 2", 13, 0, /needs \] or \}/, /from TO to/],
    ["price:[2 TO 1]", 6, 8, /ends before it begins/, /smaller/],
    ["price:1*", 6, 2, /takes no \*/, /:>=/],
    ["price:>1e999", 7, 5, /number/, /290/],
    ["symbol:>A", 7, 2, /no order/, /field:begin\*/],
    ["timestamp:>yesterday", 11, 9, /no time/, /now-15m/],
    ["timestamp:2024-02-30", 10, 10, /no time/, /2024-01-15/],
    ["data:x", 0, 5, /data is an object/, /data\.endpoint/],
    ["a..b:x", 0, 4, /empty part/, /quotes/],
    ["message:/(a/", 9, 2, /missing closing \)/, /RE2/],
    ["message:/a(?=b)/", 10, 3, /\(\?=/, /look-around/],
    ["message:/\\p{Foo}/", 9, 7, /class/, /RE2/],
    ["message:/abc", 8, 1, /not closed/, /quotes/],
    ["price:/1/", 6, 3, /no regular expression/, /ranges/],
    ['a "" b', 2, 2, /between the quotes/, /-field:\*/],
    ['"a"b', 3, 1, /cannot follow/, /space/],
    ["a\\", 1, 1, /at the end/, /\\\\/],
    ["order_id:*1*2*3*4*5*6*7*8*9*0*1", 9, 22, /10 stars/, /regular expression/],
  ])("%j", (text, position, length, detail, hint) => {
    const problem = problemOf(fault(text));
    expect(problem).toMatchObject({ code: "DAYBOOK_QUERY_SYNTAX", status: 400, position, length });
    expect(problem.detail).toMatch(detail);
    expect(problem.hint).toMatch(hint);
  });
});
