import { LEVELS } from "@daybook/protocol";
import fc from "fast-check";
import { compareDecimals, decimalParts, isNumberValue } from "../decimal/compare.ts";
import type { NumberBound } from "../decimal/compare.ts";
import { resolveField } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import { and, not, or } from "../query.ts";
import type { Query } from "../query.ts";
import { COMPARISONS } from "../terms/level.ts";
import type { NumberTerm } from "../terms/number.ts";
import type { TextTerm } from "../terms/text.ts";
import type { TimeTerm } from "../terms/time.ts";
import { checkRegex } from "../text/regex.ts";
import { endsInWord } from "../text/words.ts";
import { IDS, NUMBERS, SEPARATORS, TEXTS, TIMES, WORDS } from "./arbitrary-record.ts";

const word = fc.constantFrom<string>(...WORDS);
const value = fc.oneof(
  fc.constantFrom<string>(...IDS),
  word,
  TEXTS,
  fc.constantFrom("BTCUSDT", "true", "false", "null", "", "abc", "trade"),
);

const PATHS = ["a", "b", "a.b", "endpoint", "http.method", "a.a", "b.a.b", "data.c", "data.toString", "data.__proto__"];
const dataField = fc.oneof(
  fc.constantFrom(...PATHS).map((path) => resolveField(path.split("."))),
  fc.constantFrom<FieldRef>(
    { kind: "data", path: ["a.b"] },
    { kind: "data", path: ['ü"\\', "é"] },
    { kind: "data", path: ["k y"] },
  ),
);
const keywordField = columns(
  "service",
  "id",
  "request_id",
  "user_id",
  "order_id",
  "trade_id",
  "symbol",
  "category",
  "event_type",
  "logger",
);
const textField = columns("message", "exception_message", "user_agent", "stack_trace");
const numberField = columns("quantity", "price", "pnl", "pid", "line", "producer_seq", "seq");

function columns(...names: string[]): fc.Arbitrary<FieldRef> {
  return fc.constantFrom(...names.map((name) => resolveField([name])));
}

const textTerm: fc.Arbitrary<Query> = fc
  .record({
    kind: fc.constant("text" as const),
    field: fc.constantFrom<TextTerm["field"]>(
      null,
      null,
      null,
      "message",
      "exception_message",
      "user_agent",
      "stack_trace",
    ),
    text: fc
      .oneof(word, TEXTS, fc.constantFrom<string>(...IDS), fc.constantFrom<string>(...SEPARATORS))
      .filter((text) => text !== ""),
    prefix: fc.boolean(),
  })
  .map((term) => ({ ...term, prefix: term.prefix && endsInWord(term.text) }));

const equalsTerm: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant("equals" as const),
  field: fc.oneof(keywordField, dataField),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<string>(...IDS, "trade", "", "null", "true") },
    value,
    fc.constantFrom<string>(...NUMBERS),
  ),
});

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "o", "K", "1", "_", "kr", "d_1", "ü", "Σ", " ", "-", "\n", "%", "\\") },
  {
    weight: 1,
    arbitrary: fc.oneof(word, fc.constantFrom<string>(...IDS, ...SEPARATORS), TEXTS).filter((text) => text !== ""),
  },
);

const patternParts = fc.oneof(
  piece.map((part) => ["", part, ""]),
  piece.map((part) => [part, ""]),
  piece.map((part) => ["", part]),
  fc
    .tuple(fc.constantFrom("", "a", "o"), fc.array(piece, { maxLength: 2 }), fc.constantFrom("", "1", " "))
    .map(([first, inner, last]) => [first, ...inner, last])
    .filter((all) => all.some((part) => part !== "")),
);

const patternTerm: fc.Arbitrary<Query> = fc
  .record({
    kind: fc.constant("pattern" as const),
    field: fc.oneof(fc.constant(null), keywordField, textField, dataField),
    parts: patternParts,
  })
  .filter((term) => !isWordPrefix(term.field, term.parts));

/** Written as `word*` in a text, it is read as the beginning of a word. */
function isWordPrefix(field: FieldRef | null, parts: readonly string[]): boolean {
  const inText = field === null || (field.kind === "column" && /message|user_agent|stack_trace/.test(field.name));
  return inText && parts.length === 2 && parts[1] === "" && endsInWord(parts[0] as string);
}

const REGEXES = [
  "kraken",
  "krak.*out",
  "^a",
  "a$",
  "(?i)KRAKEN",
  "(?i)s",
  "(?i)k",
  "[0-9]+",
  "\\bkraken\\b",
  "\\pL\\pN",
  "\\W",
  "a.b",
  "^$",
  ".",
  "^.{3}$",
  "ü",
  "[^a-z]",
  "(time|out)+",
  "x?",
  "\\x00",
  "(?m)^a$",
  "\\s\\S",
  "/",
  "\\.",
  "[[:upper:]]",
  "(?i)σ",
  "(?i)ß",
  "\\d{2}",
  "\\p{Han}",
  "\\Qa.b\\E",
  "é|è",
  "^\\s*$",
  "(?s).",
  "(?-s).\\n?",
  "a|",
  "(a)(b)?",
  "[\\]a]",
  '"',
  "'",
  "\\\\",
];

const regexTerm: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant("regex" as const),
  field: fc.oneof(keywordField, textField, dataField),
  source: fc.constantFrom(...REGEXES.filter((source) => checkRegex(source).ok)),
});

const presentTerm: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant("present" as const),
  field: fc.oneof(
    keywordField,
    textField,
    dataField,
    numberField,
    columns("level", "timestamp"),
    fc.constant<FieldRef>({ kind: "data", path: [] }),
  ),
});

const levelTerm: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant("level" as const),
  comparison: fc.constantFrom(...COMPARISONS),
  level: fc.constantFrom(...LEVELS),
});

const bound: fc.Arbitrary<NumberBound> = fc.record({
  value: fc.constantFrom(...NUMBERS.filter(isNumberValue), "1.5", "2.5", "-2.5", "99.9999999999999999991"),
  inclusive: fc.boolean(),
});

const numberTerm: fc.Arbitrary<Query> = fc
  .record({
    kind: fc.constant("number" as const),
    field: fc.oneof(numberField, dataField),
    low: fc.option(bound),
    high: fc.option(bound),
  })
  .filter(({ low, high }) => low !== null || high !== null)
  .map(({ low, high, ...term }): NumberTerm => {
    const reversed = low && high && compareDecimals(decimalParts(low.value), decimalParts(high.value)) > 0;
    return reversed ? { ...term, low: high, high: low } : { ...term, low, high };
  });

const timeTerm: fc.Arbitrary<Query> = fc
  .record({
    kind: fc.constant("time" as const),
    field: fc.constantFrom("timestamp" as const, "collected_at" as const),
    from: fc.option(fc.constantFrom<string>(...TIMES)),
    before: fc.option(fc.constantFrom<string>(...TIMES)),
  })
  .filter(({ from, before }) => from !== null || before !== null)
  .map(({ from, before, ...term }): TimeTerm =>
    from !== null && before !== null && from > before
      ? { ...term, from: before, before: from }
      : { ...term, from, before },
  );

const terms = [
  textTerm,
  textTerm,
  equalsTerm,
  patternTerm,
  regexTerm,
  presentTerm,
  levelTerm,
  numberTerm,
  numberTerm,
  timeTerm,
];

/** Queries whose words, values and edges are those of {@link RECORD}, so that they find something. */
export const QUERY: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof(...terms) },
    { weight: 1, arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map(and) },
    { weight: 1, arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map(or) },
    { weight: 1, arbitrary: tie("query").map(not) },
  ),
})).query;
