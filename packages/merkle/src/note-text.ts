import { MerkleError } from "./errors.ts";

const ENCODER = new TextEncoder();
/** A byte order mark is a part of what is signed. */
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** C0 controls other than newline, and halves of surrogate pairs, which have no UTF-8. */
const FORBIDDEN = /[\0-\x09\x0b-\x1f]|\p{Cs}/u;

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/**
 * The text of what is a string or UTF-8 bytes, by the rules of signed-note: valid UTF-8 without ASCII control characters
 * other than newline.
 *
 * @param maxBytes the most UTF-8 bytes that it may have.
 * @throws MerkleError naming `what`.
 */
export function noteText(what: string, source: string | Uint8Array, maxBytes: number): string {
  // A string is measured before it is looked at: no UTF-16 unit needs less than one byte.
  if (source.length > maxBytes) throw new MerkleError(`${what} has more than ${maxBytes} bytes`);
  const text = typeof source === "string" ? source : decode(what, source);
  if (FORBIDDEN.test(text)) throw new MerkleError(`${what} has a control character or half a surrogate pair`);
  if (typeof source === "string" && text.length * 3 > maxBytes && utf8(text).length > maxBytes) {
    throw new MerkleError(`${what} has more than ${maxBytes} bytes`);
  }
  return text;
}

function decode(what: string, bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new MerkleError(`${what} is not valid UTF-8`);
  }
}
