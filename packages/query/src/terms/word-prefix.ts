import { wordsSql } from "../sql/columns.ts";
import type { SqlParams } from "../sql/params.ts";

/**
 * Words in a row, the last of which may go on. The index cannot answer for the open word, and making the words of every
 * message costs ten times a look at its bytes; so cheap conditions that every match meets come first.
 */
export function prefixSql(column: string, words: readonly string[], params: SqlParams): string {
  const closed = words.slice(0, -1);
  const open = words.at(-1) as string;
  const exact = `position(concat(' ', ${wordsSql(column)}), ${params.text(` ${words.join(" ")}`)}) > 0`;
  const conditions: string[] = [];
  if (closed.length > 0) conditions.push(`hasAllTokens(${wordsSql(column)}, ${params.bind("Array(String)", closed)})`);
  const sure = surePart(open);
  if (sure !== "") conditions.push(`positionCaseInsensitive(${column}, ${params.text(sure)}) > 0`);
  if (closed.length === 0 && isAscii(open)) conditions.push(`match(${column}, ${params.text(prefixRegex(open))})`);
  else conditions.push(exact);
  return `(${conditions.join(" AND ")})`;
}

function isAscii(text: string): boolean {
  return /^[a-z0-9]*$/.test(text);
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

function prefixRegex(word: string): string {
  const letters = [...word].map((char, at) => {
    if (/[0-9]/.test(char)) return char;
    const other = char === "k" ? "\\x{212A}" : char === "i" && at === word.length - 1 ? "İ" : "";
    return `[${char}${char.toUpperCase()}${other}]`;
  });
  return `(?:^|[^\\pL\\pN])${letters.join("")}`;
}
