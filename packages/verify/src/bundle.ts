import type { TreeHasher } from "@daybook/merkle";
import { HASH_BYTES, MerkleError, base64Encode, bytesEqual, decodeEntries } from "@daybook/merkle";
import type { Findings } from "./finding.ts";
import { LEAF_START } from "./leaf.ts";

/** A bundle of entries that should have these hashes. */
export interface BundleTask {
  readonly path: string;
  /** Index of its first entry. */
  readonly firstIndex: number;
  /** The signed hashes, 32 bytes each. */
  readonly hashes: Uint8Array;
}

interface Found {
  readonly bytes: Uint8Array;
  /** The two bytes before it do not say how long it is. */
  readonly lengthIsWrong: boolean;
}

const MARK = new TextEncoder().encode(LEAF_START);
/** Neighbours that may be damaged at their beginning, all of them, before lengths are doubted. */
const MAX_HOPS = 8;

/** The hashes of all entries of a bundle in one row; undefined when it does not hold exactly `count` entries. */
export function leafHashes(hasher: TreeHasher, bytes: Uint8Array, count: number): Uint8Array | undefined {
  let entries: Uint8Array[];
  try {
    entries = decodeEntries(bytes, count);
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error;
    return undefined;
  }
  const row = new Uint8Array(count * HASH_BYTES);
  for (let i = 0; i < count; i++) hasher.leafInto(entries[i] as Uint8Array, row, i * HASH_BYTES);
  return row;
}

/** Like `leafHashes`, as far as entries can be told apart; zeros for what is missing at the end. */
export function looseLeafHashes(hasher: TreeHasher, bytes: Uint8Array, count: number): Uint8Array {
  const row = new Uint8Array(count * HASH_BYTES);
  let at = 0;
  for (const { bytes: entry } of looseEntries(bytes, () => false)) {
    if (at === count) break;
    hasher.leafInto(entry, row, at * HASH_BYTES);
    at++;
  }
  return row;
}

/**
 * The entries that are what was signed, by their place; undefined where one is changed or gone, which `findings` is told entry by
 * entry.
 */
export function checkBundle(
  hasher: TreeHasher,
  bytes: Uint8Array,
  { path, firstIndex, hashes }: BundleTask,
  findings: Findings,
): (Uint8Array | undefined)[] {
  const count = hashes.length / HASH_BYTES;
  const row = leafHashes(hasher, bytes, count);
  if (row !== undefined && bytesEqual(row, hashes)) return decodeEntries(bytes, count);

  const placeOf = new Map<string, number>();
  for (let i = 0; i < count; i++) placeOf.set(hashText(hashes, i), i);
  const found = [...looseEntries(bytes, (entry) => placeOf.has(base64Encode(hasher.leaf(entry))))];
  const places = found.map(({ bytes: entry }) => placeOf.get(base64Encode(hasher.leaf(entry))));
  const anchors = longestRise(places);
  const entries = new Array<Uint8Array | undefined>(count).fill(undefined);
  const seen = new Set<number>();
  for (const [at, place] of places.entries()) {
    if (place === undefined || seen.has(place)) continue;
    seen.add(place);
    entries[place] = (found[at] as Found).bytes;
    const index = firstIndex + place;
    if (!anchors.has(at))
      findings.add("entry_moved", path, "the entry stands at another place than the signed one", index);
    else if ((found[at] as Found).lengthIsWrong)
      findings.add("length_changed", path, "the length before the entry is not the entry's", index);
  }
  nameUnmatched({ path, firstIndex, hashes }, places, anchors, seen, findings);
  return entries;
}

/** Between two entries that are right, what was signed and is not there was changed as far as something else stands there. */
function nameUnmatched(
  { path, firstIndex, hashes }: BundleTask,
  places: readonly (number | undefined)[],
  anchors: ReadonlySet<number>,
  seen: ReadonlySet<number>,
  findings: Findings,
): void {
  const count = hashes.length / HASH_BYTES;
  let strangers = 0;
  let from = 0;
  const close = (upTo: number): void => {
    for (let place = from; place < upTo; place++) {
      if (seen.has(place)) continue;
      const index = firstIndex + place;
      if (strangers > 0) {
        strangers--;
        findings.add("entry_changed", path, "the entry is not the one that was signed", index);
      } else findings.add("entry_missing", path, "the entry that was signed is not there", index);
    }
    for (; strangers > 0; strangers--)
      findings.add("entry_inserted", path, "an entry stands here that nobody signed", firstIndex + upTo);
    from = upTo + 1;
  };
  for (const [at, place] of places.entries()) {
    if (place === undefined) strangers++;
    else if (anchors.has(at)) close(place);
    // An entry that stands there twice was signed once.
    else if (places.indexOf(place) !== at) strangers++;
  }
  close(count);
}

/**
 * Entries as far as they can be told apart, also where a length or the beginning of an entry is damaged. `isSigned` knows the entries
 * that must be there: where it knows one, there is no doubt.
 */
function* looseEntries(bytes: Uint8Array, isSigned: (entry: Uint8Array) => boolean): Generator<Found> {
  for (let at = 0; at < bytes.length;) {
    // Not even a length: a byte too many.
    if (at + 2 > bytes.length) return yield { bytes: bytes.subarray(at), lengthIsWrong: true };
    const end = endOf(bytes, at);
    const byLength = bytes.subarray(at + 2, Math.min(end, bytes.length));
    // Where the next one begins tells too where this one ends; its own beginning may be what is damaged.
    const mark = findMark(bytes, at + 3 + (isMark(bytes, at + 2) ? 0 : MARK.length));
    const stop = mark === -1 ? bytes.length : mark - 2;
    let until = stop;
    if (end <= bytes.length && isSigned(byLength)) until = end;
    else if (!isSigned(bytes.subarray(at + 2, stop)) && landsWell(bytes, end)) until = end;
    yield { bytes: bytes.subarray(at + 2, until), lengthIsWrong: until !== end };
    at = until;
  }
}

/** Where the entry ends by the length before it. */
function endOf(bytes: Uint8Array, at: number): number {
  return at + 2 + (bytes[at] as number) * 256 + (bytes[at + 1] as number);
}

/** Whether lengths lead from here to the beginning of an entry, or the end, within a few entries: then they are right. */
function landsWell(bytes: Uint8Array, from: number): boolean {
  let at = from;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    if (at === bytes.length || isMark(bytes, at + 2)) return true;
    if (at + 2 > bytes.length) return false;
    at = endOf(bytes, at);
  }
  return false;
}

function isMark(bytes: Uint8Array, at: number): boolean {
  if (at + MARK.length > bytes.length) return false;
  for (let i = 0; i < MARK.length; i++) if (bytes[at + i] !== MARK[i]) return false;
  return true;
}

function findMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MARK[0] as number, from); at !== -1; at = bytes.indexOf(MARK[0] as number, at + 1)) {
    if (isMark(bytes, at)) return at;
  }
  return -1;
}

function hashText(hashes: Uint8Array, i: number): string {
  return base64Encode(hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** Positions of a longest strictly rising part of the sequence: what stands in its order. At most a few hundred long. */
function longestRise(values: readonly (number | undefined)[]): Set<number> {
  const length: number[] = [];
  const before: number[] = [];
  let best = -1;
  for (const [at, value] of values.entries()) {
    length[at] = 0;
    before[at] = -1;
    if (value === undefined) continue;
    length[at] = 1;
    for (let other = 0; other < at; other++) {
      const earlier = values[other];
      if (earlier !== undefined && earlier < value && (length[other] as number) >= length[at]) {
        length[at] = (length[other] as number) + 1;
        before[at] = other;
      }
    }
    if (best === -1 || length[at] > (length[best] as number)) best = at;
  }
  const rise = new Set<number>();
  for (let at = best; at !== -1; at = before[at] as number) rise.add(at);
  return rise;
}
