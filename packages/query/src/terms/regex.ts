import type { JsonValue } from "@daybook/protocol";
import { leafSql } from "../data/leaf-sql.ts";
import { readLeaves } from "../data/leaves.ts";
import { printField, textReader } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import { compileRegex, storedRegex } from "../text/regex.ts";
import type { TermKind } from "./term.ts";

/**
 * `message:/time.?out/`: RE2's grammar, somewhere in the value, case counts (`(?i)` turns it off), `.` is a line break too.
 * A field that is absent reads as the empty text; in `data` only strings are looked at.
 */
export interface RegexTerm {
  readonly kind: "regex";
  readonly field: FieldRef;
  /** Already found good by `checkRegex`. */
  readonly source: string;
}

export const regexTerm: TermKind<RegexTerm> = {
  print({ field, source }) {
    return `${printField(field)}:/${source.replaceAll("/", "\\/")}/`;
  },

  match({ field, source }) {
    const matches = compileRegex(source);
    if (field.kind === "data") {
      const read = readLeaves(field.path);
      const isLeaf = (leaf: JsonValue) => typeof leaf === "string" && matches(leaf);
      return (record) => record.data !== undefined && read(record.data, isLeaf);
    }
    if (field.name === "stack_trace") return (record) => record.stack_trace?.some(matches) ?? false;
    const read = textReader(field.name);
    return (record) => matches(read(record));
  },

  sql({ field, source }, params) {
    const pattern = params.text(storedRegex(source));
    if (field.kind === "data") {
      return leafSql(field.path, `startsWith(x, '"') AND match(JSONExtractString(x), ${pattern})`, params);
    }
    if (field.name === "stack_trace") return `arrayExists(x -> match(x, ${pattern}), stack_trace)`;
    return `match(${field.name}, ${pattern})`;
  },
};
