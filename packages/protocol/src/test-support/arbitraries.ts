import fc from "fast-check";
import { LEVELS } from "../levels.ts";
import { RECORD_FIELDS } from "../record.ts";
import type { JsonObject, LogRecord } from "../record.ts";
import { formatTimestamp } from "../time.ts";

/** Texts with quotes, separators, escapes, controls, emoji and look-alikes of fields. */
export const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom('"', "\\", ",", ":", "{", "}", "\u0000", "\n", "\u2028", "😀", "a", "1") }),
  fc.constantFrom('x,"price":1', ',"quantity":573.0,', '\\","pnl":5', '"}', "seq"),
);

const digits = fc.stringMatching(/^\d{1,30}$/);

/** JSON's number grammar in every spelling. */
export const decimalText = fc
  .tuple(
    fc.constantFrom("", "-"),
    digits,
    fc.option(digits),
    fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "e-"), fc.nat(420))),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const head = whole.replace(/^0+(?=\d)/, "");
    return `${sign}${head}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`;
  });

const timestamp = fc.bigInt(0n, 9_223_372_036_854_775n).map(formatTimestamp);
const json = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

export const data: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.oneof(text, fc.constantFrom("price", "quantity", "__proto__", "constructor", "2")),
  fc.oneof(json, fc.array(json, { maxLength: 3 }), fc.dictionary(text, json, { maxKeys: 3 })),
  { maxKeys: 5, noNullPrototype: true },
) as fc.Arbitrary<JsonObject>;

const BY_KIND = {
  integer: fc.nat(),
  time: timestamp,
  level: fc.constantFrom(...LEVELS),
  keyword: text,
  text,
  decimal: decimalText,
  data,
  lines: fc.array(text, { maxLength: 3 }),
} as const;

const REQUIRED = ["seq", "timestamp", "level", "service", "event_type", "message", "id", "collected_at"] as const;

/** Any record that may stand in a journal. */
export const record: fc.Arbitrary<LogRecord> = fc.record(
  Object.fromEntries(Object.entries(RECORD_FIELDS).map(([field, kind]) => [field, BY_KIND[kind]])),
  { requiredKeys: [...REQUIRED], noNullPrototype: true },
) as unknown as fc.Arbitrary<LogRecord>;
