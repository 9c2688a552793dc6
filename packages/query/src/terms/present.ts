import { presentSql } from "../data/leaf-sql.ts";
import { isPresent } from "../data/leaves.ts";
import { fieldClass, printField, textReader } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import type { TermKind } from "./term.ts";

/** `field:*`: the field has a value. In `data`, null is none. */
export interface PresentTerm {
  readonly kind: "present";
  readonly field: FieldRef;
}

export const presentTerm: TermKind<PresentTerm> = {
  print({ field }) {
    return `${printField(field)}:*`;
  },

  match({ field }) {
    if (field.kind === "data") {
      if (field.path.length === 0) return (record) => record.data !== undefined;
      const test = isPresent(field.path);
      return (record) => record.data !== undefined && test(record.data);
    }
    const { name } = field;
    switch (fieldClass(field)) {
      case "lines":
        return (record) => record.stack_trace !== undefined && record.stack_trace.length > 0;
      case "integer":
        return (record) => Boolean(record[name as "pid"]);
      default: {
        const read = textReader(name);
        return (record) => read(record) !== "";
      }
    }
  },

  sql({ field }, params) {
    if (field.kind === "data") return field.path.length === 0 ? "data != ''" : presentSql(field.path, params);
    switch (fieldClass(field)) {
      case "lines":
        return "notEmpty(stack_trace)";
      case "integer":
        return `${field.name} != 0`;
      case "level":
      case "time":
        return "1";
      default:
        return `${field.name} != ''`;
    }
  },
};
