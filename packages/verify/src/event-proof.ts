import { MerkleError, formatProofFile, parseProofFile, verifyInclusion } from "@daybook/merkle";
import { isCommitted } from "./commitment.ts";
import type { Head } from "./heads.ts";
import { HeadError, openHead } from "./heads.ts";
import type { Leaf } from "./leaf.ts";
import { parseLeaf } from "./leaf.ts";
import type { Cryptography, TrailKey } from "./trail-keys.ts";

/** What goes with the path of an event: `extra` of its `.tlog-proof` file. */
export interface EventEvidence {
  /** The entry's exact text. */
  readonly entry: string;
  /** The record's exact text; absent once it was erased. */
  readonly record?: string;
  /** Base64 of 32 bytes; absent once the subject's key was destroyed. */
  readonly salt?: string;
}

export interface EventProof extends EventEvidence {
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed head. */
  readonly checkpoint: string;
}

export interface EventCheck {
  /** True when everything that was there to check holds, the record among it. */
  readonly ok: boolean;
  /** What does not hold, for people. */
  readonly problems: readonly string[];
  readonly leaf: Leaf | undefined;
  readonly head: Head | undefined;
  readonly index: number | undefined;
  /** `proven`: these bytes; `withheld`: the file has only the entry; `changed`: other bytes. */
  readonly record: "proven" | "withheld" | "changed";
}

/** The text of a `.tlog-proof` file. @throws MerkleError when a part of it cannot be. */
export function formatEventProof({ entry, record, salt, index, proof, checkpoint }: EventProof): string {
  const evidence: EventEvidence = {
    entry,
    ...(record === undefined ? {} : { record }),
    ...(salt === undefined ? {} : { salt }),
  };
  const extra = new TextEncoder().encode(JSON.stringify(evidence));
  return formatProofFile({ extra, index, proof: [...proof], checkpoint });
}

/**
 * Reads a `.tlog-proof` file of an event.
 *
 * @throws MerkleError when it is none.
 */
export function parseEventProof(source: string | Uint8Array): EventProof {
  const { extra, index, proof, checkpoint } = parseProofFile(source);
  if (extra === undefined) throw new MerkleError("the proof file holds no event");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(extra));
  } catch {
    throw new MerkleError("the event in the proof file is not JSON");
  }
  const { entry, record, salt } = (value ?? {}) as Partial<Record<keyof EventEvidence, unknown>>;
  const isText = (part: unknown): part is string | undefined => part === undefined || typeof part === "string";
  if (typeof entry !== "string" || !isText(record) || !isText(salt))
    throw new MerkleError("the proof file holds no entry");
  return {
    index,
    proof,
    checkpoint,
    entry,
    ...(record === undefined ? {} : { record }),
    ...(salt === undefined ? {} : { salt }),
  };
}

/** Checks one event with nothing but its proof and the trail's keys. Never throws for what the proof holds. */
export async function checkEvent(
  source: string | Uint8Array,
  keys: readonly TrailKey[],
  { hasher }: Cryptography,
): Promise<EventCheck> {
  const problems: string[] = [];
  let proof: EventProof;
  try {
    proof = parseEventProof(source);
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error;
    return {
      ok: false,
      problems: [error.message],
      leaf: undefined,
      head: undefined,
      index: undefined,
      record: "withheld",
    };
  }
  const { index, entry, record, salt } = proof;
  const encoder = new TextEncoder();
  const leaf = parseLeaf(entry);
  if (leaf === undefined) problems.push("the entry is not a leaf of this version");
  let head: Head | undefined;
  try {
    head = await openHead("checkpoint", encoder.encode(proof.checkpoint), keys);
  } catch (error) {
    if (!(error instanceof HeadError)) throw error;
    problems.push(`the head does not hold: ${error.message}`);
  }
  if (head !== undefined) {
    const leafHash = hasher.leaf(encoder.encode(entry));
    const claim = { index, size: head.size, leafHash, proof: proof.proof, root: head.root };
    if (!verifyInclusion(hasher, claim)) problems.push("the entry is not the one at this place of the signed tree");
  }
  const state = leaf === undefined ? "withheld" : recordState(leaf, record, salt, hasher);
  if (state === "changed") problems.push("the record is not the one that was committed to");
  return { ok: problems.length === 0 && state === "proven", problems, leaf, head, index, record: state };
}

function recordState(
  leaf: Leaf,
  record: string | undefined,
  salt: string | undefined,
  hasher: Cryptography["hasher"],
): EventCheck["record"] {
  if (record === undefined || salt === undefined) return "withheld";
  return isCommitted(hasher, leaf, record, salt) ? "proven" : "changed";
}
