import type { Checkpoint } from "@daybook/merkle";
import { MerkleError, openNote, parseCheckpoint } from "@daybook/merkle";
import type { Findings } from "./finding.ts";
import type { TrailKey } from "./trail-keys.ts";

/** A head whose signature holds. */
export interface Head extends Checkpoint {
  readonly path: string;
  /** The note as it is. */
  readonly note: string;
}

/** Why a head is not to be believed. */
export class HeadError extends Error {
  readonly kind: "head_invalid" | "key_ended";

  constructor(kind: "head_invalid" | "key_ended", message: string) {
    super(message);
    this.name = "HeadError";
    this.kind = kind;
  }
}

/**
 * Reads a signed head.
 *
 * @throws HeadError when it is none, when no key of the trail signed it, or only one whose time was over.
 */
export async function openHead(path: string, bytes: Uint8Array, keys: readonly TrailKey[]): Promise<Head> {
  try {
    const verifiers = keys.map(({ verifier }) => verifier);
    const { text, verified } = await openNote(bytes, verifiers);
    const checkpoint = parseCheckpoint(text);
    const { origin, size } = checkpoint;
    const name = keys[0]?.verifier.name;
    if (origin !== name) throw new HeadError("head_invalid", `the head is of ${origin}, not of ${name}`);
    const signers = keys.filter(({ verifier }) => verified.some(({ keyId }) => keyId === verifier.keyId));
    if (!signers.some(({ fromSize, untilSize }) => size >= fromSize && size <= untilSize)) {
      const message = `the key ${signers[0]?.number} signed a head of size ${size}, which it must not: it signs from ${signers[0]?.fromSize} to ${signers[0]?.untilSize}`;
      throw new HeadError("key_ended", message);
    }
    return { ...checkpoint, path, note: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (error instanceof MerkleError) throw new HeadError("head_invalid", error.message);
    throw error;
  }
}

/** Like `openHead`; what is wrong goes to the findings. */
export async function tryHead(
  path: string,
  bytes: Uint8Array,
  keys: readonly TrailKey[],
  findings: Findings,
): Promise<Head | undefined> {
  try {
    return await openHead(path, bytes, keys);
  } catch (error) {
    if (!(error instanceof HeadError)) throw error;
    findings.add(error.kind, path, error.message);
    return undefined;
  }
}
