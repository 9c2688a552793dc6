import { createRedactor, encodeRecord, normaliseEvent, numberRecord, parseJson } from "@daybook/protocol";
import { compileQuery, parseQuery, type Query } from "@daybook/query";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createNeedleTest } from "./needles.ts";

const door = { collectedAt: "2026-01-15T10:30:00.000000Z", newId: () => "logs/a.log:7", redactor: createRedactor() };
const partsOf = (text: string): Query[] => {
  const query = parseQuery(text);
  return query.kind === "and" ? [...query.operands] : [query];
};

test("a line that is ruled out would not have matched, however it is written", () => {
  const value = fc.constantFrom<unknown>(
    "BTCUSDT",
    "ETH-USD",
    "abc",
    "unknown",
    "true",
    true,
    false,
    null,
    100,
    "100",
    "1e2",
    1e21,
    "x_1",
  );
  const name = fc.constantFrom(
    "symbol",
    "order_id",
    "service",
    "strategy_name",
    "component",
    "x",
    "tag",
    "event",
    "id",
    "password",
  );
  const event = fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 2 }), fc.record({ x: value })), {
    maxKeys: 5,
  });
  const field = fc.constantFrom(
    "symbol",
    "order_id",
    "service",
    "strategy",
    "logger",
    "x",
    "data.tag",
    "x.x",
    "event_type",
    "id",
  );
  const asked = fc.constantFrom(
    "BTCUSDT",
    '"ETH-USD"',
    "abc",
    "unknown",
    "true",
    "100",
    '"1e2"',
    '"1e+21"',
    "x_1",
    '"logs/a.log:7"',
    "log",
  );
  const condition = fc.tuple(field, asked).map(([at, text]) => `${at}:${text}`);
  const query = fc.array(
    fc.oneof(
      condition,
      fc.tuple(condition, condition).map(([a, b]) => `(${a} OR ${b})`),
      condition.map((c) => `-${c}`),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const spelling = fc.constantFrom(
    (text: string) => text,
    // Any character may be written by number.
    (text: string) => text.replace("B", "\\u0042").replace("abc", "\\u0061bc"),
    (text: string) => text.replace(":100", ":1.0e2"),
  );
  fc.assert(
    fc.property(event, query, spelling, (fields, conditions, spell) => {
      const text = conditions.join(" ");
      const mayMatch = createNeedleTest(partsOf(text));
      const line = spell(JSON.stringify(fields));
      const record = numberRecord(normaliseEvent(parseJson(line), door), 0);
      if (mayMatch?.(Buffer.from(line)) === false)
        expect(compileQuery(parseQuery(text))(record), `${text} on ${encodeRecord(record)}`).toBe(false);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ["symbol:BTCUSDT", true],
  ["symbol:(BTCUSDT OR ETHUSDT)", true],
  ["id:01a1fed1-712e-7000-8000-97c3aa00bb11", true],
  ["data.venue:kraken level:ERROR", true],
  ["service:unknown", false],
  ["order_id:12345", false],
  ["event_type:order_filled", false],
  ["symbol:BTC*", false],
  ["-symbol:BTCUSDT", false],
  ["symbol:BTCUSDT OR timeout", false],
])("%s asks for a text that can be looked for: %s", (text, isAsked) => {
  expect(createNeedleTest(partsOf(text)) !== undefined).toBe(isAsked);
});
