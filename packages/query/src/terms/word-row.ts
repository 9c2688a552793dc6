import { wordsSql } from "../sql/columns.ts";
import type { SqlParams } from "../sql/params.ts";

/** ASCII that is neither letter nor digit. */
const SEPARATOR = "[\\x00-/:-@\\x5b-`{-\\x7f]";

/**
 * Two or more words in a row, or one that may go on (`isPrefix`). The index knows which words a text has, not their
 * order, and the engine's `hasPhrase` makes the words of every candidate anew (5 µs each, measured). So: the index for the
 * complete words, a search of the bytes for the open one, then an expression that knows the usual separators alone,
 * and only what it does not find is cut into words.
 */
export function rowSql(column: string, words: readonly string[], isPrefix: boolean, params: SqlParams): string {
  const closed = isPrefix ? words.slice(0, -1) : words;
  const conditions: string[] = [];
  if (closed.length > 0) conditions.push(`hasAllTokens(${wordsSql(column)}, ${params.bind("Array(String)", closed)})`);
  const sure = isPrefix ? surePart(words.at(-1) as string) : "";
  if (sure !== "") conditions.push(`positionCaseInsensitive(${column}, ${params.text(sure)}) > 0`);
  const row = params.text(` ${words.join(" ")}${isPrefix ? "" : " "}`);
  const exact = `position(concat(' ', ${wordsSql(column)}, ' '), ${row}) > 0`;
  const isAscii = words.every((word) => /^[a-z0-9]+$/.test(word));
  conditions.push(isAscii ? `(match(${column}, ${params.text(usualRow(words, isPrefix))}) OR ${exact})` : exact);
  return `(${conditions.join(" AND ")})`;
}

/**
 * The longest part that stands in every match byte by byte, but for ASCII case. Two letters are the lower case of
 * another character too: `k` of the Kelvin sign, and `i`, with a dot after it, of İ.
 */
function surePart(word: string): string {
  const parts = word.match(/[a-hjl-z0-9]+/g) ?? [];
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), "");
  return longest.length > 1 ? longest : "";
}

/** An expression whose matches are such rows, and which matches most of them. */
function usualRow(words: readonly string[], isPrefix: boolean): string {
  const spelled = words.map((word) => word.replace(/[a-z]/g, (char) => `[${char}${char.toUpperCase()}]`));
  return `(?:^|${SEPARATOR})${spelled.join(`${SEPARATOR}+`)}${isPrefix ? "" : `(?:$|${SEPARATOR})`}`;
}
