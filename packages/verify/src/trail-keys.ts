import type { Ed25519Verify, NoteVerifier, TreeHasher } from "@daybook/merkle";
import { MerkleError, ed25519Verifier, openNote } from "@daybook/merkle";
import type { Findings } from "./finding.ts";
import type { TrailSource } from "./source.ts";

/** What every check needs: nothing of it is secret. */
export interface Cryptography {
  readonly hasher: TreeHasher;
  readonly verifyEd25519: Ed25519Verify;
}

/** One signing key of a trail. */
export interface TrailKey {
  readonly number: number;
  /** As in signed-note: name, id and key. */
  readonly vkey: string;
  readonly verifier: NoteVerifier;
  /** Heads of this size and above may be signed by it. */
  readonly fromSize: number;
  /** Heads above it may not. */
  readonly untilSize: number;
}

const HEADER = "daybook/trail-key@v1";
/** A key lives for months: more are a loop. */
const MAX_KEYS = 10_000;

/** The text of the note that makes a key the `number`-th of a trail. */
export function trailKeyText(origin: string, number: number, fromSize: number, vkey: string): string {
  return `${HEADER}\n${origin}\n${number}\n${fromSize}\n${vkey}\n`;
}

/**
 * The keys of a trail in their order. Each was signed by itself and by the one before, so who trusts one of them trusts those that
 * follow. Stops at the first that does not hold, which the findings are told.
 */
export async function readTrailKeys(
  source: TrailSource,
  { hasher, verifyEd25519 }: Cryptography,
  findings: Findings,
): Promise<TrailKey[]> {
  const keys: TrailKey[] = [];
  let origin: string | undefined;
  for (let number = 0; number < MAX_KEYS; number++) {
    const path = `keys/${number}`;
    const bytes = await source.read(path);
    if (bytes === undefined) {
      if (number === 0) findings.add("file_missing", path, "the trail's first key is not there");
      break;
    }
    try {
      const key = await openKey(bytes, number, keys.at(-1), origin, { hasher, verifyEd25519 });
      origin ??= key.verifier.name;
      const before = keys.at(-1);
      if (before !== undefined) keys[number - 1] = { ...before, untilSize: key.fromSize };
      keys.push(key);
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error;
      findings.add("key_invalid", path, error.message);
      break;
    }
  }
  return keys;
}

async function openKey(
  bytes: Uint8Array,
  number: number,
  before: TrailKey | undefined,
  origin: string | undefined,
  { hasher, verifyEd25519 }: Cryptography,
): Promise<TrailKey> {
  const [header, name, index, size, vkey = ""] = noteLines(bytes);
  const verifier = ed25519Verifier(vkey, hasher, verifyEd25519);
  const verifiers = before === undefined ? [verifier] : [before.verifier, verifier];
  const { text, verified } = await openNote(bytes, verifiers);
  const fromSize = Number(size);
  if (text !== trailKeyText(name ?? "", number, fromSize, vkey) || header !== HEADER || index !== String(number))
    throw new MerkleError("the note is not that of this key");
  if (verifier.name !== name || (origin !== undefined && origin !== name))
    throw new MerkleError("the key is named for another trail");
  if (!Number.isSafeInteger(fromSize) || fromSize < (before?.fromSize ?? 0))
    throw new MerkleError("the key begins before the one that it follows");
  for (const { keyId } of verifiers) {
    if (!verified.some((signature) => signature.keyId === keyId))
      throw new MerkleError("the note lacks a signature: of the key itself, or of the one before");
  }
  return { number, vkey, verifier, fromSize, untilSize: Number.POSITIVE_INFINITY };
}

function noteLines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes.subarray(0, 4_096)).split("\n");
}
