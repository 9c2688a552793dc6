import { AnchorError } from "../anchor-error.ts";
import { MAX_RLP_DEPTH } from "../limits.ts";

/** A string of bytes, or a list. Strings are views of what was decoded. */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** Where the payload of an item is. */
interface Extent {
  readonly isList: boolean;
  readonly from: number;
  readonly to: number;
}

/** Strings and lists up to this length have their length in the first byte. */
const MAX_SHORT = 55;
/** Bytes of the longest length that is read: 16 MB are far above what any caller allows. */
const MAX_LENGTH_BYTES = 3;

/**
 * Decodes RLP, the encoding of headers, transactions and tries (Ethereum's yellow paper, appendix B). Strictly: every value
 * has one encoding only, so that no two texts of a receipt mean the same. viem's decoder takes others too.
 *
 * @throws AnchorError with code `bad_receipt`.
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const extent = extentAt(bytes, 0, bytes.length);
  if (extent.to !== bytes.length) throw fault("there are bytes after the end");
  return itemOf(bytes, extent, 0);
}

/** The list that the bytes encode. @throws AnchorError also if it is a string. */
export function decodeRlpList(bytes: Uint8Array): readonly RlpItem[] {
  const item = decodeRlp(bytes);
  if (item instanceof Uint8Array) throw fault("a string where a list belongs");
  return item;
}

/** A string as a number: big-endian without leading zeros, 0 as the empty string. @throws AnchorError */
export function rlpNumber(item: RlpItem | undefined): bigint {
  if (!(item instanceof Uint8Array) || item.length > 32) throw fault("no number where one belongs");
  if (item[0] === 0) throw fault("a number with leading zeros");
  let value = 0n;
  for (const byte of item) value = value * 256n + BigInt(byte);
  return value;
}

function itemOf(bytes: Uint8Array, { isList, from, to }: Extent, depth: number): RlpItem {
  if (!isList) return bytes.subarray(from, to);
  if (depth >= MAX_RLP_DEPTH) throw fault("lists are nested too deep");
  const items: RlpItem[] = [];
  for (let at = from; at < to;) {
    const extent = extentAt(bytes, at, to);
    items.push(itemOf(bytes, extent, depth + 1));
    at = extent.to;
  }
  return items;
}

function extentAt(bytes: Uint8Array, at: number, end: number): Extent {
  if (at >= end) throw fault("it ends too early");
  const first = bytes[at] as number;
  if (first < 0x80) return { isList: false, from: at, to: at + 1 };
  const isList = first >= 0xc0;
  const short = first - (isList ? 0xc0 : 0x80);
  const from = short <= MAX_SHORT ? at + 1 : at + 1 + short - MAX_SHORT;
  const to = from + (short <= MAX_SHORT ? short : lengthAt(bytes, at + 1, from, end));
  if (to > end) throw fault("it ends too early");
  if (!isList && short === 1 && (bytes[from] as number) < 0x80) throw fault("a byte that needs no length has one");
  return { isList, from, to };
}

function lengthAt(bytes: Uint8Array, from: number, to: number, end: number): number {
  if (to - from > MAX_LENGTH_BYTES || to > end) throw fault("a length is beyond the end");
  if (bytes[from] === 0) throw fault("a length with leading zeros");
  let length = 0;
  for (let i = from; i < to; i++) length = length * 256 + (bytes[i] as number);
  if (length <= MAX_SHORT) throw fault("a short length is written as a long one");
  return length;
}

function fault(what: string): AnchorError {
  return new AnchorError("bad_receipt", `RLP: ${what}`);
}
