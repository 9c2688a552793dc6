import type { JsonValue } from "@daybook/protocol";
import { leafSql } from "../data/leaf-sql.ts";
import { readLeaves } from "../data/leaves.ts";
import { fieldClass, printField, textReader } from "../fields.ts";
import type { ColumnName, FieldRef } from "../fields.ts";
import { INDEXED_TEXTS } from "../sql/columns.ts";
import type { SqlParams } from "../sql/params.ts";
import { createGlob } from "../text/glob.ts";
import { escapeBare } from "../text/quoting.ts";
import { innerWords } from "../text/inner-words.ts";
import type { TermKind } from "./term.ts";
import { hasWordsSql } from "./word-row.ts";

/**
 * `order_id:ord_1*`, `message:*10.248.16.43*`: a whole value, `*` standing for any text, line breaks too. Case counts in
 * keywords and in `data`, and does not in texts. Without a field: `message` or `exception_message`.
 */
export interface PatternTerm {
  readonly kind: "pattern";
  readonly field: FieldRef | null;
  /** What stands between the stars: two or more, empty ones only at the ends. */
  readonly parts: readonly string[];
}

export const patternTerm: TermKind<PatternTerm> = {
  print({ field, parts }) {
    return `${field === null ? "" : `${printField(field)}:`}${parts.map(escapeBare).join("*")}`;
  },

  match({ field, parts }) {
    if (field?.kind === "data") {
      const matches = createGlob(parts, "exact");
      const read = readLeaves(field.path);
      const isLeaf = (leaf: JsonValue) => typeof leaf === "string" && matches(leaf);
      return (record) => record.data !== undefined && read(record.data, isLeaf);
    }
    if (field !== null && fieldClass(field) === "keyword") {
      const matches = createGlob(parts, "exact");
      const read = textReader(field.name);
      return (record) => matches(read(record));
    }
    const matches = createGlob(parts, "any-case");
    if (field === null) return (record) => matches(record.message) || matches(record.exception_message ?? "");
    if (field.name === "stack_trace") return (record) => record.stack_trace?.some(matches) ?? false;
    const read = textReader(field.name);
    return (record) => matches(read(record));
  },

  sql({ field, parts }, params) {
    if (field === null) {
      return indexed(parts, `(${INDEXED_TEXTS.map((text) => anyCaseSql(text, parts, params)).join(" OR ")})`, params);
    }
    if (field.kind === "data") {
      return leafSql(field.path, `startsWith(x, '"') AND ${exactSql("JSONExtractString(x)", parts, params)}`, params);
    }
    return columnSql(field.name, parts, params);
  },
};

function columnSql(name: ColumnName, parts: readonly string[], params: SqlParams): string {
  if (name === "stack_trace") return `arrayExists(x -> ${anyCaseSql("x", parts, params)}, stack_trace)`;
  if (fieldClass({ kind: "column", name }) !== "text") return exactSql(name, parts, params);
  const look = anyCaseSql(name, parts, params);
  return INDEXED_TEXTS.includes(name) ? indexed(parts, look, params) : look;
}

/** Words that stand complete in the pattern are complete words of every match: the index narrows the search. */
function indexed(parts: readonly string[], look: string, params: SqlParams): string {
  const words = innerWords(parts);
  return words.length === 0 ? look : `(${hasWordsSql(words, params)} AND ${look})`;
}

function exactSql(text: string, parts: readonly string[], params: SqlParams): string {
  const [first = "", second = "", third] = parts;
  if (parts.length === 2 && second === "") return `startsWith(${text}, ${params.text(first)})`;
  if (parts.length === 2 && first === "") return `endsWith(${text}, ${params.text(second)})`;
  if (parts.length === 3 && first === "" && third === "") return `position(${text}, ${params.text(second)}) > 0`;
  return `${text} LIKE ${params.text(parts.map(escapeLike).join("%"))}`;
}

function escapeLike(part: string): string {
  return part.replace(/[\\%_]/g, "\\$&");
}

/** Any case: of ASCII letters when the pattern has no others, else both sides in lower case. See `createGlob`. */
function anyCaseSql(column: string, parts: readonly string[], params: SqlParams): string {
  const [first, only = "", last] = parts;
  const isAscii = parts.every((part) => /^[\0-\x7f]*$/.test(part));
  if (!isAscii) return exactSql(`lowerUTF8(${column})`, parts.map(lower), params);
  if (parts.length === 3 && first === "" && last === "") {
    return `positionCaseInsensitive(${column}, ${params.text(only)}) > 0`;
  }
  return exactSql(`lower(${column})`, parts.map(lowerAscii), params);
}

function lower(text: string): string {
  return text.toLowerCase();
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (char) => char.toLowerCase());
}
