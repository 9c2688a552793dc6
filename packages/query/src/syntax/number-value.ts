import { compareDecimals, decimalParts, isNumberValue } from "../decimal/compare.ts";
import type { NumberBound } from "../decimal/compare.ts";
import { printField } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import { MAX_NUMBER_EXPONENT, MAX_NUMBER_LENGTH } from "../limits.ts";
import type { Term } from "../query.ts";
import { syntaxError } from "./fault.ts";
import type { Bound, Range } from "./range.ts";

export function numberCondition(field: FieldRef, range: Range): Term {
  const low = range.low && numberBound(field, range.low);
  const high = range.high && numberBound(field, range.high);
  if (!low && !high) return { kind: "present", field };
  if (low && high) {
    if (compareDecimals(decimalParts(low.value), decimalParts(high.value)) > 0) throw reversedError(range);
  }
  return { kind: "number", field, low, high };
}

function numberBound(field: FieldRef, bound: Bound): NumberBound {
  const value = /^\+\d/.test(bound.text) ? bound.text.slice(1) : bound.text;
  if (isNumberValue(value)) return { value, inclusive: bound.inclusive };
  throw syntaxError(`${printField(field)} is compared with a number, and "${bound.text}" is none`, {
    position: bound.position,
    length: bound.text.length,
    hint: `A number is like 42, -0.5 or 1e-7, at most ${MAX_NUMBER_LENGTH} characters and 1e±${MAX_NUMBER_EXPONENT}.`,
  });
}

export function reversedError(range: Range) {
  return syntaxError("The range ends before it begins", {
    position: range.position,
    length: range.length,
    hint: "Put the smaller value before TO.",
  });
}
