import { describe, expect, it } from "vitest";
import { DaybookError } from "./daybook-error.ts";
import { encodeRecord } from "./encode.ts";
import { parseJson } from "./json.ts";
import { MAX_DEPTH, MAX_FIELDS, MAX_KEY_LENGTH } from "./limits.ts";
import { normaliseEvent, numberRecord } from "./normalise.ts";
import type { Door } from "./normalise.ts";
import { createRedactor } from "./redact.ts";

const COLLECTED_AT = "2026-01-02T03:04:05.000006Z";

function door(): Door {
  return { collectedAt: COLLECTED_AT, newId: () => "new-id", redactor: createRedactor() };
}

function refusal(value: unknown): string {
  try {
    normaliseEvent(value, door());
  } catch (error) {
    if (error instanceof DaybookError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("hostile input", () => {
  it.each([[null], [undefined], ["text"], [5], [true], [[]], [[{}]]])("refuses %j", (value) => {
    expect(refusal(value)).toMatch(/^DAYBOOK_INGEST_NOT_AN_OBJECT: /);
  });

  it("refuses what is nested too deeply, with the limit in the text", () => {
    const nested = (depth: number, bracket: string): unknown =>
      JSON.parse(`{"x":${bracket.repeat(depth)}1${bracket === "[" ? "]".repeat(depth) : "}".repeat(depth)}}`);
    expect(refusal(nested(MAX_DEPTH - 1, "["))).toBe("accepted");
    expect(refusal(nested(MAX_DEPTH, "["))).toBe(`DAYBOOK_INGEST_TOO_DEEP: nested deeper than ${MAX_DEPTH} levels`);
    expect(refusal(nested(MAX_DEPTH - 1, '{"a":'))).toBe("accepted");
    expect(refusal(nested(100_000, '{"a":'))).toMatch(/^DAYBOOK_INGEST_TOO_DEEP/);
    expect(refusal({ password: nested(100_000, "[") })).toMatch(/^DAYBOOK_INGEST_TOO_DEEP/);
  });

  it("refuses too many fields, at the top, inside and over all", () => {
    const many = (count: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
    expect(refusal(many(MAX_FIELDS / 2))).toBe("accepted");
    expect(refusal(many(MAX_FIELDS + 1))).toMatch(`DAYBOOK_INGEST_TOO_MANY_FIELDS: more than ${MAX_FIELDS}`);
    expect(refusal({ data: { list: Array.from({ length: MAX_FIELDS }, () => 0) } })).toMatch(
      /^DAYBOOK_INGEST_TOO_MANY_FIELDS/,
    );
    expect(refusal({ a: many(600), b: many(600) })).toMatch(/^DAYBOOK_INGEST_TOO_MANY_FIELDS/);
  });

  it("refuses long keys", () => {
    expect(refusal({ ["k".repeat(MAX_KEY_LENGTH)]: 1 })).toBe("accepted");
    expect(refusal({ ["k".repeat(MAX_KEY_LENGTH + 1)]: 1 })).toMatch(`at most ${MAX_KEY_LENGTH}`);
    expect(refusal({ data: { a: { ["k".repeat(MAX_KEY_LENGTH + 1)]: 1 } } })).toMatch(/^DAYBOOK_INGEST_KEY_TOO_LONG/);
  });

  it("keeps __proto__, constructor and toString as ordinary keys", () => {
    const text =
      '{"__proto__":{"level":"ERROR","message":"stolen"},"data":{"__proto__":{"a":1},"constructor":1,"toString":2},"metadata":{"__proto__":{"b":2}}}';
    const record = normaliseEvent(parseJson(text), door());
    expect(record.level).toBe("INFO");
    expect(record.message).toBe("");
    const line = encodeRecord(numberRecord(record, 1));
    expect(line).toContain(
      '"data":{"__proto__":{"a":1},"constructor":1,"toString":2,"top_level":{"__proto__":{"level":"ERROR","message":"stolen"}},"metadata":{"__proto__":{"b":2}}}',
    );
    expect(Object.getPrototypeOf(record.data)).toBe(Object.prototype);
    expect("a" in {}).toBe(false);
  });

  it("keeps NUL and mends lone surrogates wherever they are", () => {
    const record = normaliseEvent(
      { message: "a\u0000\ud800", symbol: "\udfff", data: { "k\ud800": ["\ud800"], password: "\ud800" } },
      door(),
    );
    expect(record).toMatchObject({
      message: "a\u0000\ufffd",
      symbol: "\ufffd",
      data: { "k\ufffd": ["\ufffd"], password: "[REDACTED:password]" },
    });
    expect(Object.keys(record.data ?? {})).toEqual(["password", "k\ufffd"]);
  });

  it("takes a message of ten megabytes", () => {
    const message = "x ".repeat(5_000_000);
    expect(normaliseEvent({ message }, door()).message).toBe(message);
  });

  it("makes other JavaScript values JSON", () => {
    const odd = {
      nan: Number.NaN,
      inf: [Number.NEGATIVE_INFINITY],
      big: 2n ** 70n,
      date: new Date(0),
      bad: new Date(Number.NaN),
      gone: undefined,
      fn: () => 1,
      sym: Symbol("s"),
      list: [undefined],
    };
    expect(normaliseEvent({ data: odd, price: Number.NaN }, door()).data).toEqual({
      nan: null,
      inf: [null],
      big: "1180591620717411303424",
      date: "1970-01-01T00:00:00.000Z",
      bad: null,
      list: [null],
      price: null,
      invalid: [
        "price: not a decimal (at most 128 characters and exponent 9999), kept in data.price",
        "nan: NaN is not a number, kept as null",
        "inf: -Infinity is not a number, kept as null",
        "price: NaN is not a number, kept as null",
      ],
    });
  });

  it("refuses a cycle as too deep", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(refusal({ data: loop })).toMatch(/^DAYBOOK_INGEST_TOO_DEEP/);
  });
});
