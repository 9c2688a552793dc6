import { isDecimalText } from "@daybook/protocol";
import type { JsonValue } from "@daybook/protocol";
import { leafSql } from "../data/leaf-sql.ts";
import { readLeaves } from "../data/leaves.ts";
import { compareDecimals, decimalParts, isNumberValue } from "../decimal/compare.ts";
import { numberSql } from "../decimal/number-sql.ts";
import { printField, textReader } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import { printValue, quote } from "../text/quoting.ts";
import type { TermKind } from "./term.ts";

/**
 * `service:trading-engine`: a keyword equals, case counts; the empty value finds what has none. In `data`: a string, or one of
 * an array, equals; `true`, `false` and `null` find these too; a number in quotes finds that text and that JSON number.
 */
export interface EqualsTerm {
  readonly kind: "equals";
  readonly field: FieldRef;
  readonly value: string;
}

export const equalsTerm: TermKind<EqualsTerm> = {
  print({ field, value }) {
    const text = field.kind === "data" && isDecimalText(value) ? quote(value) : printValue(value);
    return `${printField(field)}:${text}`;
  },

  match({ field, value }) {
    if (field.kind === "column") {
      const read = textReader(field.name);
      return (record) => read(record) === value;
    }
    const read = readLeaves(field.path);
    const isLeaf = leafEquals(value);
    return (record) => record.data !== undefined && read(record.data, isLeaf);
  },

  sql({ field, value }, params) {
    if (field.kind === "column") return `${field.name} = ${params.text(value)}`;
    const sides = [`(startsWith(x, '"') AND JSONExtractString(x) = ${params.text(value)})`];
    const isNumber = isNumberValue(value);
    if (value === "true" || value === "false" || value === "null") sides.push(`x = '${value}'`);
    if (isNumber) {
      const bound = { value, inclusive: true };
      sides.push(`(match(x, '^-?[0-9]') AND ${numberSql("x", bound, bound, params)})`);
    }
    // A string has one spelling in JSON text, so a record without it in its data need not be parsed.
    const needle = sides.length === 1 ? JSON.stringify(value) : undefined;
    return leafSql(field.path, sides.join(" OR "), params, needle);
  },
};

function leafEquals(value: string): (leaf: JsonValue) => boolean {
  if (value === "true" || value === "false") return (leaf) => leaf === value || leaf === (value === "true");
  if (value === "null") return (leaf) => leaf === value || leaf === null;
  if (!isNumberValue(value)) return (leaf) => leaf === value;
  const parts = decimalParts(value);
  return (leaf) =>
    leaf === value || (typeof leaf === "number" && compareDecimals(decimalParts(JSON.stringify(leaf)), parts) === 0);
}
