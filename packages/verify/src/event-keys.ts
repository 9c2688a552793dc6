import type { EventProof } from "./event-proof.ts";
import { Findings } from "./finding.ts";
import { SourceError } from "./http-get.ts";
import type { TrailSource } from "./source.ts";
import type { Cryptography, TrailKey } from "./trail-keys.ts";
import { readTrailKeys } from "./trail-keys.ts";
import { trailKeysOf, vouchedKeys } from "./trusted-keys.ts";

export interface KeysOfEvent extends Cryptography {
  /** Where the trail's own `keys/` are. */
  readonly source?: TrailSource | undefined;
  /** Verifier keys that the checker knows from elsewhere. */
  readonly trustedKeys?: readonly string[] | undefined;
  /** The proof, if it could be read: its head names the log. */
  readonly proof: EventProof | undefined;
}

/**
 * The keys that the proof of an event is to be checked with: the trail's own, one of which must then be trusted if any is; without them
 * the trusted ones.
 *
 * @throws SourceError when no key is known, or those of the trail do not hold; MerkleError for a trusted key that is none.
 */
export async function keysOfEvent({ source, trustedKeys, proof, ...cryptography }: KeysOfEvent): Promise<TrailKey[]> {
  // A key that is none is a mistake, not one that the trail lacks.
  const trusted = trailKeysOf(trustedKeys ?? [], cryptography, proof?.checkpoint.split("\n", 1)[0]);
  if (source === undefined) {
    if (trustedKeys === undefined || trustedKeys.length === 0)
      throw new SourceError("answer", "no key is known to check the proof with");
    return trusted;
  }
  const findings = new Findings();
  const keys = await readTrailKeys(source, cryptography, findings);
  const [problem] = findings.all;
  if (problem !== undefined) throw new SourceError("answer", `${problem.path}: ${problem.message}`);
  const vouched = vouchedKeys(keys, trustedKeys);
  if (vouched.length === 0 && keys.length > 0)
    throw new SourceError("answer", "none of the trail's keys is one that you trust");
  return vouched;
}

/** The `keys/` of a trail from a source of their own, where they stand without that directory. */
export function keysOnly(source: TrailSource): TrailSource {
  return { read: (path) => source.read(path.replace(/^keys\//, "")) };
}
