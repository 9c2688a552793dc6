import { WORDS_SQL, wordsSql } from "../sql/columns.ts";
import type { SqlParams } from "../sql/params.ts";

/** What is neither letter nor digit, in ASCII and at all. */
const ANY_SEPARATOR = "[^\\pL\\pN]";
const KELVIN = "\u212A";
const DOTTED_I = "\u0130";
const USUAL_SEPARATOR = "[\\x00-/:-@\\x5b-`{-\\x7f]";

/** The message or the exception has all these complete words, anywhere: what the index answers. */
export function hasWordsSql(words: readonly string[], params: SqlParams): string {
  return `hasAllTokens(${WORDS_SQL}, ${params.bind("Array(String)", words)})`;
}

/**
 * These words in a row, the last of which may go on (`isPrefix`), by a look at the bytes. The engine's `hasPhrase`
 * would make the words of every candidate anew (5 µs each, measured). So, for words of ASCII: bytes that every match has, an
 * expression that knows the usual separators alone, and for the rest one that knows them all.
 */
export function rowSql(column: string, words: readonly string[], isPrefix: boolean, params: SqlParams): string {
  if (!words.every((word) => /^[a-z0-9]+$/.test(word))) {
    const row = params.text(` ${words.join(" ")}${isPrefix ? "" : " "}`);
    return `position(concat(' ', ${wordsSql(column)}, ' '), ${row}) > 0`;
  }
  const usual = `match(${column}, ${params.text(rowRegex(words, isPrefix, USUAL_SEPARATOR))})`;
  const any = `match(${column}, ${params.text(rowRegex(words, isPrefix, ANY_SEPARATOR))})`;
  return `(${bytesSql(column, words.at(-1) as string, isPrefix, params)} AND (${usual} OR ${any}))`;
}

/**
 * The word's bytes in either case, or a character that could stand for one of its letters: the lower case of the Kelvin
 * sign is `k`, and that of İ begins with `i`. Every match has one or the other.
 */
function bytesSql(column: string, word: string, isPrefix: boolean, params: SqlParams): string {
  const bytes = `positionCaseInsensitive(${column}, ${params.text(word)}) > 0`;
  const others = [...(word.includes("k") ? [KELVIN] : []), ...(isPrefix && word.endsWith("i") ? [DOTTED_I] : [])];
  return others.length === 0
    ? bytes
    : `(${bytes} OR multiSearchAny(${column}, ${params.bind("Array(String)", others)}))`;
}

/** Letters in both cases, with those other characters whose lower case they are or begin. */
function rowRegex(words: readonly string[], isPrefix: boolean, separator: string): string {
  const spelled = words.map((word, at) =>
    word.replace(/[a-z]/g, (char, place: number) => {
      const isOpenEnd = isPrefix && at === words.length - 1 && place === word.length - 1;
      const other = char === "k" ? KELVIN : char === "i" && isOpenEnd ? DOTTED_I : "";
      return `[${char}${char.toUpperCase()}${other}]`;
    }),
  );
  return `(?:^|${separator})${spelled.join(`${separator}+`)}${isPrefix ? "" : `(?:$|${separator})`}`;
}
