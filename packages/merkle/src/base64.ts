import { MerkleError } from "./errors.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD = "=".charCodeAt(0);
/** No digit of the alphabet. */
const NONE = 64;

const CODES = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));
const DIGITS = new Uint8Array(128).fill(NONE);
for (const [value, code] of CODES.entries()) DIGITS[code] = value;

const ASCII = new TextDecoder();

/** Standard base64 with padding, RFC 4648 §4. */
export function base64Encode(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    // Bytes after the end are read as zeros, and their digits replaced by padding.
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    codes[at] = CODES[group >> 18] as number;
    codes[at + 1] = CODES[(group >> 12) & 63] as number;
    codes[at + 2] = CODES[(group >> 6) & 63] as number;
    codes[at + 3] = CODES[group & 63] as number;
    at += 4;
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  codes.fill(PAD, codes.length - padding);
  return ASCII.decode(codes);
}

/**
 * Reads standard base64 strictly, RFC 4648 §3.5: with its padding, with no other characters, and with zeros in the bits
 * that no byte uses, so that the same bytes have one text only.
 *
 * @param what the name of the text in the message of an error.
 * @throws MerkleError
 */
export function base64Decode(text: string, what = "the text"): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (text.length % 4 !== 0) throw new MerkleError(`${what} is not base64: its length is no multiple of 4`);
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const digits = text.length - padding;
  let at = 0;
  for (let i = 0; i < digits; i += 4) {
    const left = Math.min(4, digits - i);
    let group = 0;
    for (let j = 0; j < 4; j++) group = (group << 6) | (j < left ? digitAt(text, i + j, what) : 0);
    // Of two digits the first byte counts, of three the first two.
    if (left < 4 && (group & (left === 2 ? 0xffff : 0xff)) !== 0) {
      throw new MerkleError(`${what} is not canonical base64: unused bits are set`);
    }
    bytes[at] = group >> 16;
    if (left > 2) bytes[at + 1] = (group >> 8) & 0xff;
    if (left > 3) bytes[at + 2] = group & 0xff;
    at += 3;
  }
  return bytes;
}

function digitAt(text: string, index: number, what: string): number {
  // Above 127 the table has nothing.
  const digit = DIGITS[text.charCodeAt(index)] ?? NONE;
  if (digit === NONE) throw new MerkleError(`${what} is not base64: character ${index} is not of its alphabet`);
  return digit;
}
