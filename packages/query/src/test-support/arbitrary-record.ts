import { LEVELS } from "@daybook/protocol";
import type { JsonObject, JsonValue, LogRecord } from "@daybook/protocol";
import fc from "fast-check";

/** Words that are alike in one way and differ in another: case, marks, special folds, parts of each other. */
export const WORDS = [
  "kraken",
  "Kraken",
  "KRAKEN",
  "krak",
  "timeout",
  "time",
  "out",
  "order",
  "ord",
  "42",
  "4",
  "x509",
  "über",
  "ÜBER",
  "uber",
  "naïve",
  "naïve",
  "İstanbul",
  "istanbul",
  "i",
  "I",
  "İ",
  "ı",
  "straße",
  "STRASSE",
  "ẞ",
  "ΟΔΟΣ",
  "οδος",
  "οδοσ",
  "ΣΑΣ",
  "Σ",
  "K",
  "k",
  "ſ",
  "s",
  "Ǆ",
  "日本",
  "日",
  "한글",
  "Ⅳ",
  "²",
  "a",
  "b",
  "AND",
  "OR",
  "not",
  "TO",
  "ord_1",
  "null",
  "true",
  "e",
] as const;

export const SEPARATORS = [
  " ",
  " ",
  " ",
  "  ",
  "-",
  "_",
  ".",
  "/",
  ":",
  "\n",
  "\t",
  "\0",
  "'",
  '"',
  "\\",
  "🚀",
  "%",
  "*",
  "(",
  ")",
  "́",
  "'s ",
  "=",
  ", ",
  "؟",
] as const;

export const IDS = [
  "ord_1",
  "ord_12",
  "ORD_1",
  "42",
  "kraken",
  "a-b",
  "x509",
  "ab",
  "\\'\"",
  "tr/1",
  "123456",
  "kraken-42",
  "ü12345",
  "é1",
] as const;

export const NUMBERS = [
  "0",
  "-0",
  "1",
  "-1",
  "5",
  "5.0",
  "5e0",
  "50e-1",
  "0.1",
  "0.10",
  "1e-1",
  "100",
  "1e2",
  "99.999999999999999999",
  "100.000000000000000000001",
  "-100",
  "-99.999999999999999999",
  "9007199254740993",
  "9007199254740992",
  "115792089237316195423570985008687907853269984665640564039457584007913129639935",
  "115792089237316195423570985008687907853269984665640564039457584007913129639934",
  "0.0000964",
  "9.64e-05",
  "1e30",
  "1E+30",
  "123456789.123456789",
  "1e-300",
  "-1e-300",
  "0e5",
  "0.000",
  "1e400",
  "-1e400",
  "1e-400",
  "2",
  "3",
] as const;

/** What a number in JSON can be here: the collector makes strings of the others. */
const JSON_NUMBERS = [
  0, 1, -1, 5, 0.1, 100, 1e-7, 3, 42, -99.5, 1e21, 123456789.12345679, 5e-324, 9007199254740991, 1.7976931348623157e308,
];

export const TEXTS: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...SEPARATORS)), { maxLength: 6 })
  .map((pieces) => pieces.flat().join(""));

const KEYS = ["a", "b", "a.b", "endpoint", "http.method", "k y", "é", "__proto__", "toString", 'ü"\\', "c"] as const;

const SCALARS: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(...JSON_NUMBERS),
  fc.constantFrom<JsonValue>(true, false, null, "", "true", "null", "abc", "x\0y"),
  fc.constantFrom<JsonValue>(...NUMBERS, "007", "5 ", " 5", "+5", ".5", "0x10", "nan", "inf", "1_000"),
  fc.constantFrom<JsonValue>(...IDS),
  TEXTS,
);

const { data: DATA } = fc.letrec<{ value: JsonValue; data: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    { weight: 5, arbitrary: SCALARS },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    { weight: 2, arbitrary: tie("data") },
  ),
  data: fc
    .uniqueArray(fc.tuple(fc.constantFrom<string>(...KEYS), tie("value")), { maxLength: 4, selector: ([key]) => key })
    .map(objectOf),
}));

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function objectOf(entries: [string, JsonValue][]): JsonObject {
  return JSON.parse(
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`,
  ) as JsonObject;
}

export const TIMES = [
  "1970-01-01T00:00:00.000000Z",
  "2024-01-14T23:59:59.999999Z",
  "2024-01-15T00:00:00.000000Z",
  "2024-01-15T10:30:45.123456Z",
  "2024-01-15T10:30:45.123457Z",
  "2024-01-16T00:00:00.000000Z",
  "2026-07-01T12:00:00.000000Z",
  "2262-04-11T23:47:16.854775Z",
] as const;

const id = fc.constantFrom<string>(...IDS);
const decimal = fc.constantFrom<string>(...NUMBERS);

/** Records without `seq` and `id`. */
export const RECORD: fc.Arbitrary<Omit<LogRecord, "seq">> = fc.record(
  {
    timestamp: fc.constantFrom<string>(...TIMES),
    collected_at: fc.constantFrom<string>(...TIMES),
    level: fc.constantFrom(...LEVELS),
    service: fc.oneof(id, TEXTS),
    event_type: fc.constantFrom("order_filled", "ai_decision", "log", "price"),
    message: TEXTS,
    id: fc.oneof(fc.uuid(), id),
    request_id: id,
    session_id: id,
    user_id: id,
    trace_id: id,
    order_id: fc.oneof(id, TEXTS),
    trade_id: id,
    symbol: fc.oneof(id, fc.constantFrom("BTCUSDT", "ETH/USDT")),
    producer_seq: fc.nat({ max: 3 }),
    quantity: decimal,
    price: decimal,
    pnl: decimal,
    data: DATA,
    exception_message: TEXTS,
    stack_trace: fc.array(TEXTS, { maxLength: 3 }),
    user_agent: TEXTS,
    pid: fc.nat({ max: 6 }),
    line: fc.constantFrom(0, 42, 100),
  },
  { requiredKeys: ["timestamp", "collected_at", "level", "service", "event_type", "message", "id"] },
);
