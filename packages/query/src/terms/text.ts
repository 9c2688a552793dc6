import { INDEXED_TEXTS, NAMES_SQL, NAME_COLUMNS, isMachineName } from "../sql/columns.ts";
import type { SqlParams } from "../sql/params.ts";
import type { TextColumn } from "../fields.ts";
import { escapeBare, printValue } from "../text/quoting.ts";
import { cachedWords, endsInWord, wordsOf } from "../text/words.ts";
import type { Predicate, TermKind } from "./term.ts";
import { hasWordsSql, rowSql } from "./word-row.ts";

/**
 * Words in a row. `kraken`, `"order 42 filled"`, `kraken-timeout` (two words in a row), `order*`,
 * `message:kraken`. Without a field: in `message` or `exception_message`, or an identifier equals the text as it stands.
 * A text without letters and digits (`🚀`, `->`) is looked for as a part of the text.
 */
export interface TextTerm {
  readonly kind: "text";
  readonly field: TextColumn | "stack_trace" | null;
  readonly text: string;
  /** The last word may go on. */
  readonly prefix: boolean;
}

export const textTerm: TermKind<TextTerm> = {
  print({ field, text, prefix }) {
    return `${field === null ? "" : `${field}:`}${prefix ? `${escapeBare(text)}*` : printValue(text)}`;
  },

  match(term) {
    const { field, text } = term;
    const matchText = matchTextOf(term);
    if (field === "stack_trace") return (record) => record.stack_trace?.some(matchText) ?? false;
    if (field !== null) return (record) => matchText(record[field] ?? "");
    const inTexts: Predicate = (record) => matchText(record.message) || matchText(record.exception_message ?? "");
    if (term.prefix) return inTexts;
    return (record) => NAME_COLUMNS.some((name) => record[name] === text) || inTexts(record);
  },

  sql({ field, text, prefix }, params) {
    const words = wordsOf(text);
    const isPrefix = isOpen(text, prefix);
    const look = (column: string) =>
      words.length === 0 ? `position(${column}, ${params.text(text)}) > 0` : rowSql(column, words, isPrefix, params);
    if (field === "stack_trace") return `arrayExists(x -> ${look("x")}, stack_trace)`;
    const complete = isPrefix ? words.slice(0, -1) : words;
    if (field !== null) {
      if (!INDEXED_TEXTS.includes(field) || complete.length === 0) return look(field);
      return `(${hasWordsSql(complete, params)} AND ${look(field)})`;
    }
    // One complete word is what the index itself can tell.
    const inTexts = words.length === 1 && !isPrefix ? [] : [`(${INDEXED_TEXTS.map(look).join(" OR ")})`];
    if (complete.length > 0) inTexts.unshift(hasWordsSql(complete, params));
    const sides = [inTexts.join(" AND ")];
    if (!prefix) sides.push(...namesSql(text, params));
    return `(${sides.join(" OR ")})`;
  },
};

function matchTextOf({ text, prefix }: TextTerm): (text: string) => boolean {
  const words = wordsOf(text);
  if (words.length === 0) return (value) => value.includes(text);
  const needle = ` ${words.join(" ")}${isOpen(text, prefix) ? "" : " "}`;
  return (value) => cachedWords(value).includes(needle);
}

function isOpen(text: string, prefix: boolean): boolean {
  return prefix && endsInWord(text);
}

function namesSql(text: string, params: SqlParams): string[] {
  if (!isMachineName(text)) return [`has(${NAMES_SQL}, ${params.text(text)})`];
  return NAME_COLUMNS.map((name) => `${name} = ${params.text(text)}`);
}
