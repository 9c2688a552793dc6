import { fieldClass, printField } from "../fields.ts";
import type { FieldRef, TextColumn } from "../fields.ts";
import { isNumberValue } from "../decimal/compare.ts";
import type { Query } from "../query.ts";
import { readWordPrefix } from "./bare-term.ts";
import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./fault.ts";
import { levelCondition } from "./level-value.ts";
import { numberCondition } from "./number-value.ts";
import type { Parser } from "./parser.ts";
import { checkWildcards, readPhrase, requireBoundary } from "./pieces.ts";
import { readComparison, readRange } from "./range.ts";
import type { Range } from "./range.ts";
import { readRegex } from "./regex-value.ts";
import { timeCondition } from "./time-value.ts";

/** Where the field's name stands, for what is said about it. */
export interface Place {
  readonly position: number;
  readonly length: number;
}

/** Reads what follows `field:`. */
export function readValue(parser: Parser, field: FieldRef, place: Place): Query {
  const { cursor } = parser;
  if (cursor.atBoundary) {
    throw syntaxError(`${printField(field)}: has no value`, {
      ...place,
      hint: 'Write the value right after the colon, without a space. To look for a text with a colon, put it in quotes: "like: this".',
    });
  }
  if (field.kind === "data" && field.path.length === 0) return readWholeData(cursor, field, place);
  const range = readComparison(cursor) ?? readRange(cursor);
  if (range) return rangeCondition(parser, field, range);
  if (cursor.peek() === "/") {
    const regex = readRegex(parser, field);
    if (regex) return regex;
  }
  return readPlain(parser, field);
}

function readWholeData(cursor: Cursor, field: FieldRef, place: Place): Query {
  const run = cursor.readRun();
  if (run.parts.length === 2 && run.parts.every((part) => part === "")) return { kind: "present", field };
  throw syntaxError("data is an object", {
    ...place,
    hint: "Name a field in it, for example data.endpoint:/v1/orders; data:* asks for any.",
  });
}

function rangeCondition(parser: Parser, field: FieldRef, range: Range): Query {
  switch (fieldClass(field)) {
    case "time":
      return timeCondition(parser.nowMs, field, range);
    case "level":
      return levelCondition(field, range);
    case "decimal":
    case "integer":
    case "data":
      return numberCondition(field, range);
    default:
      throw syntaxError(`${printField(field)} holds text, which has no order here`, {
        position: range.position,
        length: range.length,
        hint: "Ranges are for numbers, times and the level. Use field:value, field:begin* or field:/regex/.",
      });
  }
}

function readPlain(parser: Parser, field: FieldRef): Query {
  const { cursor } = parser;
  const kind = fieldClass(field);
  const start = cursor.position;
  if (cursor.peek() === '"') {
    if (kind === "text" || kind === "lines") return { kind: "text", field: textField(field), ...readPhrase(cursor) };
    const value = cursor.readQuoted();
    requireBoundary(cursor, "the closing quote");
    return single(parser, field, value, true, start);
  }
  const run = cursor.readRun();
  if (run.parts.length === 1) {
    const [value = ""] = run.parts;
    return kind === "text" || kind === "lines"
      ? { kind: "text", field: textField(field), text: value, prefix: false }
      : single(parser, field, value, false, start);
  }
  if (run.parts.every((part) => part === "")) return { kind: "present", field };
  if (kind === "text" || kind === "lines") {
    return readWordPrefix(run, textField(field)) ?? { kind: "pattern", field, parts: checkWildcards(run) };
  }
  if (kind === "keyword" || kind === "data") return { kind: "pattern", field, parts: checkWildcards(run) };
  throw syntaxError(`${printField(field)} takes no *`, {
    position: start,
    length: run.end - start,
    hint: `${printField(field)}:* asks for any value; for a range write :>=, :<= or :[from TO to].`,
  });
}

function single(parser: Parser, field: FieldRef, value: string, quoted: boolean, position: number): Query {
  const range: Range = {
    position,
    length: parser.cursor.position - position,
    low: { text: value, inclusive: true, position },
    high: { text: value, inclusive: true, position },
  };
  switch (fieldClass(field)) {
    case "time":
      return timeCondition(parser.nowMs, field, range);
    case "level":
      return levelCondition(field, range);
    case "decimal":
    case "integer":
      return numberCondition(field, range);
    case "data":
      return !quoted && isNumberValue(value) ? numberCondition(field, range) : { kind: "equals", field, value };
    default:
      return { kind: "equals", field, value };
  }
}

function textField(field: FieldRef): TextColumn | "stack_trace" {
  return (field as { name: TextColumn | "stack_trace" }).name;
}
