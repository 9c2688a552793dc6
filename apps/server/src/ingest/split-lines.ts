import { isUtf8 } from "node:buffer";
import { MAX_LINE_BYTES } from "@daybook/protocol";
import { bodyStart } from "./body-pieces.ts";
import type { Piece } from "./body-pieces.ts";
import { DECODE_BLOCK_BYTES } from "./limits.ts";

const NEWLINE = 10;

/**
 * The lines of an NDJSON body. Blank lines count but are not given out; CRLF is taken, since JSON knows CR as white
 * space. Bytes that are not UTF-8 are replaced in their own line alone.
 */
export function* splitLines(body: Buffer): Generator<Piece, void> {
  const whole = isUtf8(body);
  let position = bodyStart(body);
  let line = 1;
  while (position < body.length) {
    // In one valid body many lines are decoded at once; a line is shorter than the limit when its block is.
    const blockEnd = whole ? body.lastIndexOf(NEWLINE, position + DECODE_BLOCK_BYTES - 1) : -1;
    if (blockEnd > position) {
      line = yield* blockLines(body.toString("utf8", position, blockEnd), line);
      position = blockEnd + 1;
      continue;
    }
    const newline = body.indexOf(NEWLINE, position);
    const end = newline < 0 ? body.length : newline;
    const piece = lonePiece(body.subarray(position, end), line, whole);
    if (piece) yield piece;
    line++;
    position = end + 1;
  }
}

function* blockLines(text: string, firstLine: number): Generator<Piece, number> {
  let line = firstLine;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    if (!isBlank(text, at, end)) yield { line, bytes: end - at, text: text.slice(at, end), repaired: false };
    line++;
    at = end + 1;
  }
  return line;
}

/** A piece from its own bytes; `undefined` when blank. */
export function lonePiece(bytes: Buffer, line: number, valid: boolean): Piece | undefined {
  if (bytes.length > MAX_LINE_BYTES) return { line, bytes: bytes.length, repaired: false };
  const text = bytes.toString("utf8");
  if (isBlank(text, 0, text.length)) return undefined;
  return { line, bytes: bytes.length, text, repaired: !valid && !isUtf8(bytes) };
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 13 && code !== 10) return false;
  }
  return true;
}
