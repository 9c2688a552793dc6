import { HASH_BYTES, bytesEqual } from "@daybook/merkle";

/** Differing places up to this number are tried in all combinations: 1,024 of them are a moment. */
const MAX_COMBINED = 10;

/** Which of two versions of a row of hashes is the signed one, place by place. */
export interface Reconciled {
  readonly hashes: Uint8Array;
  /** Places at which the stored hash is wrong. */
  readonly wrong: readonly number[];
  /** False when no combination fits; the hashes are the stored ones then, and `wrong` all places that differ. */
  readonly certain: boolean;
}

/**
 * Two rows of hashes of the same length, one as stored and one computed from what lies below, may both be damaged, at different places.
 * `fits` knows the signed value: the combination that it accepts tells which side is wrong where.
 */
export function reconcile(stored: Uint8Array, computed: Uint8Array, fits: (hashes: Uint8Array) => boolean): Reconciled {
  const places = differing(stored, computed);
  if (fits(stored)) return { hashes: stored, wrong: [], certain: true };
  if (fits(computed)) return { hashes: computed, wrong: places, certain: true };
  for (const wrong of combinations(places)) {
    const hashes = mixed(stored, computed, wrong);
    if (fits(hashes)) return { hashes, wrong, certain: true };
  }
  return { hashes: stored, wrong: places, certain: false };
}

/** Nothing is known that the hashes could be held against. */
export function unsure(hashes: Uint8Array): Reconciled {
  return { hashes, wrong: [], certain: false };
}

/** Places at which two rows of hashes differ. */
export function differing(a: Uint8Array, b: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < a.length; at += HASH_BYTES) {
    if (!bytesEqual(a.subarray(at, at + HASH_BYTES), b.subarray(at, at + HASH_BYTES))) places.push(at / HASH_BYTES);
  }
  return places;
}

function* combinations(places: readonly number[]): Generator<number[]> {
  if (places.length <= MAX_COMBINED) {
    for (let bits = 1; bits < 2 ** places.length - 1; bits++) yield places.filter((_, at) => (bits >> at) & 1);
    return;
  }
  // Too many for all: one side is right everywhere but at one place.
  for (const place of places) {
    yield [place];
    yield places.filter((other) => other !== place);
  }
}

function mixed(stored: Uint8Array, computed: Uint8Array, wrong: readonly number[]): Uint8Array {
  const hashes = stored.slice();
  for (const place of wrong) {
    const at = place * HASH_BYTES;
    hashes.set(computed.subarray(at, at + HASH_BYTES), at);
  }
  return hashes;
}
