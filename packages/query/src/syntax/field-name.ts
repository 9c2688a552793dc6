import { MAX_PATH_SEGMENTS } from "../limits.ts";
import { resolveField } from "../fields.ts";
import type { FieldRef } from "../fields.ts";
import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./fault.ts";

/** A character that can stand in a name without `\`. */
const NAME_CHARACTER = /[^\s()":*<>=[\]{}!&|\\/]/u;

/**
 * Reads `name:` when it stands here, else nothing. A name does not begin with a digit (`12:30` is text), and
 * `http://` is none either; `data.12:` and `\` help where they are meant so.
 */
export function readFieldName(cursor: Cursor): { readonly field: FieldRef } | null {
  const { text } = cursor;
  const start = cursor.position;
  let at = start;
  const segments: string[] = [];
  let segment = "";
  if (/[0-9]/.test(text[at] ?? "")) return null;
  for (; at < text.length; at++) {
    const char = text[at] as string;
    if (char === ":") break;
    if (char === "\\" && at + 1 < text.length) segment += text[++at];
    else if (char === ".") {
      segments.push(segment);
      segment = "";
    } else if (NAME_CHARACTER.test(char)) segment += char;
    else return null;
  }
  segments.push(segment);
  if (at === text.length || at === start || text.startsWith("//", at + 1)) return null;
  checkSegments(segments, start, at - start);
  cursor.position = at + 1;
  return { field: resolveField(segments) };
}

function checkSegments(segments: readonly string[], position: number, length: number): void {
  if (segments.length > MAX_PATH_SEGMENTS) {
    throw syntaxError(`The field name has more than ${MAX_PATH_SEGMENTS} parts`, {
      position,
      length,
      hint: `At most ${MAX_PATH_SEGMENTS} names with dots between are taken; write \\. for a dot within a name.`,
    });
  }
  if (segments.includes("")) {
    throw syntaxError("The field name has an empty part", {
      position,
      length,
      hint: 'Names stand on both sides of a dot. To look for a text with a colon, put it in quotes: "like: this".',
    });
  }
}
