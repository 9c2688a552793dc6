import { DaybookError } from "@daybook/protocol";
import { fieldClass, printField } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import { MAX_REGEX_PROGRAM } from "../limits.ts";
import type { Term } from "../query.ts";
import { checkRegex } from "../text/regex.ts";
import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./fault.ts";
import type { Parser } from "./parser.ts";

/**
 * Reads `/regex/` when it stands here. `\/` is a slash in it, every other `\` is the expression's own. In a
 * text field a slash always begins one; elsewhere `/v1/orders` is a value, as nothing but a boundary may follow the closing slash.
 */
export function readRegex(parser: Parser, field: FieldRef): Term | null {
  const { cursor } = parser;
  const start = cursor.position;
  const kind = fieldClass(field);
  const isText = kind === "text" || kind === "lines";
  const source = scanRegex(cursor);
  if (source === null || source === "" || !cursor.atBoundary) {
    cursor.position = start;
    if (!isText) return null;
    throw syntaxError(source === "" ? "The regular expression is empty" : "The regular expression is not closed", {
      position: start,
      hint: `Write ${printField(field)}:/…/ with a space after it and \\/ for a slash in it, or put a text that begins with a slash in quotes.`,
    });
  }
  if (kind !== "keyword" && kind !== "data" && !isText) {
    throw syntaxError(`${printField(field)} takes no regular expression`, {
      position: start,
      length: cursor.position - start,
      hint: "They are for texts and keywords. For numbers, times and the level use :>= and ranges.",
    });
  }
  const check = checkRegex(source);
  if (!check.ok) {
    throw syntaxError(`The regular expression is not one: ${check.problem}`, {
      position: start + 1 + check.at,
      length: Math.max(check.length, 1),
      hint: "The grammar is RE2's: no look-around and no back-references; \\ before a sign takes its meaning.",
    });
  }
  parser.regexProgram += check.programSize;
  if (parser.regexProgram > MAX_REGEX_PROGRAM) {
    throw new DaybookError(
      "DAYBOOK_QUERY_TOO_COMPLEX",
      `The regular expressions have more than ${MAX_REGEX_PROGRAM} steps together`,
      {
        position: start,
        limit: MAX_REGEX_PROGRAM,
      },
    );
  }
  return { kind: "regex", field, source };
}

/** The source between the slashes, `\/` made `/`; null when the second slash is missing. */
function scanRegex(cursor: Cursor): string | null {
  cursor.position++;
  let source = "";
  while (!cursor.atEnd) {
    const char = cursor.peek();
    cursor.position++;
    if (char === "/") return source;
    if (char === "\\" && cursor.peek() === "/") {
      source += "/";
      cursor.position++;
    } else if (char === "\\") {
      source += char + cursor.peek();
      cursor.position++;
    } else source += char;
  }
  return null;
}
