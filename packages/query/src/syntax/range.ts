import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./fault.ts";
import { requireBoundary } from "./pieces.ts";

/** One end of a range as it was written. */
export interface Bound {
  readonly text: string;
  readonly inclusive: boolean;
  readonly position: number;
}

/** A bound that is null is open. */
export interface Range {
  readonly low: Bound | null;
  readonly high: Bound | null;
  readonly position: number;
  readonly length: number;
}

const OPERATORS = [">=", "<=", ">", "<"] as const;

/** Reads `>5`, `>=5`, `<5`, `<=5` when one stands here. */
export function readComparison(cursor: Cursor): Range | null {
  const position = cursor.position;
  const signs = /^[<>=!~]+/.exec(cursor.text.slice(position, position + 3))?.[0];
  if (signs === undefined) return null;
  const operator = OPERATORS.find((known) => known === signs);
  if (operator === undefined) {
    throw syntaxError(`The operator ${signs} is not known`, {
      position,
      length: signs.length,
      hint: "Use one of the expected operators; a plain value asks for equality, and -field:value for the contrary. Quote a value that begins so.",
      expected: OPERATORS,
    });
  }
  cursor.position += operator.length;
  const bound = readBound(cursor, '()"', operator.length === 2);
  requireBoundary(cursor, "the value");
  const range = { position, length: cursor.position - position };
  return operator.startsWith(">") ? { ...range, low: bound, high: null } : { ...range, low: null, high: bound };
}

/** Reads `[a TO b]`, either bracket also `{` or `}` when its end is left out, `*` for an open end. */
export function readRange(cursor: Cursor): Range | null {
  const position = cursor.position;
  const opening = cursor.peek();
  if (opening !== "[" && opening !== "{") return null;
  cursor.position++;
  cursor.skipSpace();
  const low = readBound(cursor, ']}"', opening === "[");
  cursor.skipSpace();
  if (!/^TO\s/.test(cursor.text.slice(cursor.position, cursor.position + 3))) throw rangeError(cursor, "TO");
  cursor.position += 2;
  cursor.skipSpace();
  const bound = readBound(cursor, ']}"', true);
  cursor.skipSpace();
  const closing = cursor.peek();
  if (closing !== "]" && closing !== "}") throw rangeError(cursor, "] or }");
  cursor.position++;
  requireBoundary(cursor, "the range");
  return {
    position,
    length: cursor.position - position,
    low: low.text === "*" ? null : low,
    high: bound.text === "*" ? null : { ...bound, inclusive: closing === "]" },
  };
}

function rangeError(cursor: Cursor, expected: string) {
  return syntaxError(`The range needs ${expected} here`, {
    position: cursor.position,
    length: cursor.atEnd ? 0 : 1,
    hint: "A range is [from TO to]; { and } leave their end out, and * leaves it open: price:[100 TO 200}, price:[* TO 5].",
    expected: [expected],
  });
}

function readBound(cursor: Cursor, stops: string, inclusive: boolean): Bound {
  const position = cursor.position;
  if (cursor.peek() === '"') return { text: cursor.readQuoted(), inclusive, position };
  const run = cursor.readRun(stops);
  const text = run.parts.join("*");
  if (text !== "") return { text, inclusive, position };
  throw syntaxError("A value is missing", {
    position,
    length: cursor.atEnd ? 0 : 1,
    hint: "Write a number, a time or a level here: price:>100, timestamp:>=now-1h, level:>=WARNING.",
  });
}
