import { MerkleError } from "./errors.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";
import { TILE_WIDTH } from "./tile.ts";

const LENGTH_BYTES = 2;

/**
 * One entry bundle of tlog-tiles: for each entry its length in two bytes, big-endian, then its bytes.
 *
 * @param entries 1 to 256, each of 0 to MAX_ENTRY_BYTES bytes.
 * @throws MerkleError if they are not.
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  requireWidth(entries.length);
  let total = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new MerkleError(`an entry has ${entry.length} bytes; ${MAX_ENTRY_BYTES} are the most`);
    }
    total += LENGTH_BYTES + entry.length;
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/**
 * The entries of a bundle: views of `bytes`, not copies.
 *
 * @param width the entries that must be there, 1 to 256.
 * @throws MerkleError if there are fewer, or anything comes after the last, or one is cut off.
 */
export function decodeEntries(bytes: Uint8Array, width: number): Uint8Array[] {
  requireWidth(width);
  const entries: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < width; i++) {
    const start = at + LENGTH_BYTES;
    if (start > bytes.length) throw new MerkleError(`a bundle of ${width} entries ends before entry ${i}`);
    const length = (bytes[at] as number) * 256 + (bytes[at + 1] as number);
    at = start + length;
    if (at > bytes.length) throw new MerkleError(`entry ${i} of a bundle of ${width} is cut off`);
    entries.push(bytes.subarray(start, at));
  }
  if (at !== bytes.length) {
    throw new MerkleError(`${bytes.length - at} bytes follow the last entry of a bundle of ${width}`);
  }
  return entries;
}

function requireWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new MerkleError(`a bundle has 1 to ${TILE_WIDTH} entries, not ${String(width)}`);
  }
}
