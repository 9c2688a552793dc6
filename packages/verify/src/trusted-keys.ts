import { ed25519Verifier } from "@daybook/merkle";
import type { Cryptography, TrailKey } from "./trail-keys.ts";

/**
 * The keys of a trail that a trusted one vouches for: itself and those that follow. Anybody can add a signature of his own to the note of a key,
 * and so put another key before it. All keys when nothing is trusted; none when none of them is.
 */
export function vouchedKeys(keys: readonly TrailKey[], trustedKeys: readonly string[] | undefined): TrailKey[] {
  if (trustedKeys === undefined || trustedKeys.length === 0) return [...keys];
  const first = keys.findIndex(({ vkey }) => trustedKeys.includes(vkey));
  return first === -1 ? [] : keys.slice(first);
}

/**
 * Verifier keys that the checker knows from elsewhere, as keys that may sign heads of any size: for a proof without the trail's `keys/`,
 * and for logs that have none. Each key once, those of one log first.
 *
 * @param origin the log whose keys are wanted; absent: that of the first key.
 * @throws MerkleError when one is no verifier key of Ed25519.
 */
export function trailKeysOf(
  vkeys: readonly string[],
  { hasher, verifyEd25519 }: Cryptography,
  origin?: string,
): TrailKey[] {
  const keys = [...new Set(vkeys)].map((vkey, number) => {
    const verifier = ed25519Verifier(vkey, hasher, verifyEd25519);
    return { number, vkey, verifier, fromSize: 0, untilSize: Number.POSITIVE_INFINITY };
  });
  const wanted = origin ?? keys[0]?.verifier.name;
  return keys.filter(({ verifier }) => verifier.name === wanted);
}
