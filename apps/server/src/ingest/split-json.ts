import { isUtf8 } from "node:buffer";
import { MAX_LINE_BYTES } from "@daybook/protocol";
import { bodyStart } from "./body-pieces.ts";
import type { Piece } from "./body-pieces.ts";

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function isSpace(code: number | undefined): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function skipSpace(body: Buffer, from: number): number {
  let at = from;
  while (isSpace(body[at])) at++;
  return at;
}

/**
 * The events of a JSON body: the elements of an array, or the whole as one. The array is cut by its brackets, commas
 * and quotes alone, so that a bad element spoils only itself and a huge array is never parsed in one go. What
 * cannot be right (an array that does not end, text behind it) is given out as a piece that does not parse.
 */
export function* splitJson(body: Buffer): Generator<Piece, void> {
  const whole = isUtf8(body);
  let at = skipSpace(body, bodyStart(body));
  if (at === body.length) return;
  if (body[at] !== OPEN_ARRAY) {
    yield toPiece(body.subarray(at), 1, whole);
    return;
  }
  at = skipSpace(body, at + 1);
  let line = 1;
  if (body[at] === CLOSE_ARRAY) at++;
  else {
    for (;;) {
      const end = endOfElement(body, at);
      yield toPiece(body.subarray(at, end), line, whole);
      line++;
      if (end === body.length) {
        // The closing bracket is missing: whatever was cut off is named as one more element.
        yield { line, bytes: 0, text: "", repaired: false };
        return;
      }
      at = end + 1;
      if (body[end] === CLOSE_ARRAY) break;
    }
  }
  at = skipSpace(body, at);
  if (at < body.length) yield toPiece(body.subarray(at), line, whole, "]");
}

function toPiece(bytes: Buffer, line: number, valid: boolean, prefix = ""): Piece {
  if (bytes.length > MAX_LINE_BYTES) return { line, bytes: bytes.length, repaired: false };
  return { line, bytes: bytes.length, text: prefix + bytes.toString("utf8"), repaired: !valid && !isUtf8(bytes) };
}

/** Index of the comma or bracket that ends the element, or the length of the body. */
function endOfElement(body: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < body.length; at++) {
    const code = body[at];
    if (code === QUOTE) at = endOfString(body, at);
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if (code === CLOSE_OBJECT) depth--;
    else if (code === CLOSE_ARRAY) {
      if (depth <= 0) return at;
      depth--;
    } else if (code === COMMA && depth <= 0) return at;
  }
  return body.length;
}

/** Index of the closing quote, or the last index of the body. */
function endOfString(body: Buffer, open: number): number {
  for (let at = body.indexOf(QUOTE, open + 1); at >= 0; at = body.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (body[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return body.length - 1;
}
