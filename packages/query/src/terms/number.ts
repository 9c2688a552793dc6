import { isDecimalText } from "@daybook/protocol";
import type { DecimalText, JsonValue, LogRecord } from "@daybook/protocol";
import { leafSql } from "../data/leaf-sql.ts";
import { readLeaves } from "../data/leaves.ts";
import { rangeTest } from "../decimal/compare.ts";
import type { NumberBound } from "../decimal/compare.ts";
import { integerSql } from "../decimal/integer-sql.ts";
import { isDecimalSql, numberSql } from "../decimal/number-sql.ts";
import { fieldClass, printField } from "../fields.ts";
import type { ColumnName, FieldRef } from "../fields.ts";
import { MAX_NUMBER_LENGTH } from "../limits.ts";
import { quote } from "../text/quoting.ts";
import type { Predicate, TermKind } from "./term.ts";

/**
 * `price:100`, `latency_us:>5000`, `price:[100 TO 200}`: a decimal, an integer, or in `data` a number or a string that is
 * a decimal. Compared exactly, whatever the number of digits. A bound that is null is open; never both.
 */
export interface NumberTerm {
  readonly kind: "number";
  readonly field: FieldRef;
  readonly low: NumberBound | null;
  readonly high: NumberBound | null;
}

export const numberTerm: TermKind<NumberTerm> = {
  print({ field, low, high }) {
    const name = printField(field);
    if (low && high) {
      const single = low.value === high.value && low.inclusive && high.inclusive;
      if (single) return `${name}:${low.value}`;
      return `${name}:${low.inclusive ? "[" : "{"}${low.value} TO ${high.value}${high.inclusive ? "]" : "}"}`;
    }
    if (low) return `${name}:>${low.inclusive ? "=" : ""}${low.value}`;
    return high ? `${name}:<${high.inclusive ? "=" : ""}${high.value}` : `${name}:${quote("")}`;
  },

  match({ field, low, high }) {
    const isInside = rangeTest(low, high);
    if (field.kind === "column") return matchColumn(field.name, isInside);
    const read = readLeaves(field.path);
    const isLeaf = (leaf: JsonValue) => {
      const text = typeof leaf === "number" ? JSON.stringify(leaf) : leaf;
      return typeof text === "string" && text.length <= MAX_NUMBER_LENGTH && isDecimalText(text) && isInside(text);
    };
    return (record) => record.data !== undefined && read(record.data, isLeaf);
  },

  sql({ field, low, high }, params) {
    if (field.kind === "data") {
      const text = `if(startsWith(x, '"'), JSONExtractString(x), x)`;
      const condition = `arrayExists(y -> ${isDecimalSql("y", MAX_NUMBER_LENGTH)} AND ${numberSql("y", low, high, params)}, [${text}])`;
      return leafSql(field.path, condition, params);
    }
    return fieldClass(field) === "integer"
      ? `(${field.name} != 0 AND ${integerSql(field.name, low, high, params)})`
      : `(${field.name} != '' AND ${numberSql(field.name, low, high, params)})`;
  },
};

function matchColumn(name: ColumnName, isInside: (text: DecimalText) => boolean): Predicate {
  const read = (record: LogRecord) => record[name as keyof LogRecord] as number | string | undefined;
  return (record) => {
    const value = read(record);
    return value !== undefined && value !== 0 && isInside(String(value));
  };
}
