import { HASH_BYTES, bytesEqual } from "@daybook/merkle";
import { keccak256 } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { MAX_PROOF_NODES, MAX_PROOF_NODE_BYTES } from "../limits.ts";
import { decodeRlpList } from "./rlp.ts";
import type { RlpItem } from "./rlp.ts";

/** What a node says about the key: go on there, or here is the value. `at` counts the digits that were used. */
type Step =
  | { readonly at: number; readonly next: Uint8Array | readonly RlpItem[] }
  | { readonly at: number; readonly value: Uint8Array };

/** A branch has a child for each digit, and a value that no key of one length uses. */
const BRANCH_ITEMS = 17;

/**
 * The value at a key of a Merkle-Patricia trie (Ethereum's yellow paper, appendix D), proved from its root.
 *
 * Keys are hashes, so all have one length; a proof that a key is not there is refused like any other damage. Every node of
 * the proof is used, and is the one that its parent names.
 *
 * @param key 32 bytes: the hash of an address or of a slot.
 * @param proof nodes from the root to the leaf, without those that are embedded in others.
 * @throws AnchorError with code `bad_receipt`.
 */
export function trieValue(root: Uint8Array, key: Uint8Array, proof: readonly Uint8Array[]): Uint8Array {
  if (key.length !== HASH_BYTES) throw fault("the key has not 32 bytes");
  if (proof.length > MAX_PROOF_NODES) throw fault(`it has more than ${MAX_PROOF_NODES} nodes`);
  const path = digitsOf(key);
  let wanted = root;
  let at = 0;
  for (const [index, bytes] of proof.entries()) {
    requireNode(index, bytes, wanted);
    let node = decodeRlpList(bytes);
    for (;;) {
      const step = stepInto(node, path, at);
      at = step.at;
      if ("value" in step) {
        if (index !== proof.length - 1) throw fault("there are nodes after the leaf");
        return step.value;
      }
      if (step.next instanceof Uint8Array) {
        wanted = step.next;
        break;
      }
      // Nodes below 32 bytes are embedded in their parents.
      node = step.next;
    }
  }
  throw fault("it ends before the leaf");
}

function requireNode(index: number, bytes: Uint8Array, wanted: Uint8Array): void {
  if (bytes.length > MAX_PROOF_NODE_BYTES) throw fault(`node ${index} has more than ${MAX_PROOF_NODE_BYTES} bytes`);
  if (index > 0 && bytes.length < HASH_BYTES) throw fault(`node ${index} should be embedded in its parent`);
  if (!bytesEqual(keccak256(bytes, "bytes"), wanted)) {
    throw fault(index === 0 ? "its first node is not the root" : `node ${index} is not the one that its parent names`);
  }
}

function stepInto(node: readonly RlpItem[], path: Uint8Array, at: number): Step {
  if (node.length === BRANCH_ITEMS) {
    if (at >= path.length) throw fault("a branch where a leaf belongs");
    return { at: at + 1, next: childOf(node[path[at] as number]) };
  }
  const [encoded, rest] = node;
  if (node.length !== 2 || !(encoded instanceof Uint8Array)) throw fault("a node is neither branch nor path");
  const { digits, isLeaf } = decodePath(encoded);
  const end = at + digits.length;
  if (end > path.length || !bytesEqual(digits, path.subarray(at, end))) throw fault("it leads to another key");
  if (!isLeaf) {
    if (digits.length === 0) throw fault("a path without digits");
    return { at: end, next: childOf(rest) };
  }
  if (end !== path.length) throw fault("a leaf before the end of the key");
  if (!(rest instanceof Uint8Array) || rest.length === 0) throw fault("a leaf without a value");
  return { at: end, value: rest };
}

function childOf(item: RlpItem | undefined): Uint8Array | readonly RlpItem[] {
  if (item === undefined) throw fault("a node without a child");
  if (!(item instanceof Uint8Array)) return item;
  if (item.length === 0) throw fault("there is nothing at this key");
  if (item.length !== HASH_BYTES) throw fault("a child is named by something else than a hash");
  return item;
}

/** Hex-prefix encoding, appendix C: the first half byte says leaf or not, and whether the number of digits is odd. */
function decodePath(encoded: Uint8Array): { digits: Uint8Array; isLeaf: boolean } {
  const all = digitsOf(encoded);
  const [flags, padding] = all;
  if (flags === undefined || flags > 3) throw fault("a path with unknown flags");
  const isOdd = flags % 2 === 1;
  if (!isOdd && padding !== 0) throw fault("a path whose padding is not zero");
  return { digits: all.subarray(isOdd ? 1 : 2), isLeaf: flags >= 2 };
}

function digitsOf(bytes: Uint8Array): Uint8Array {
  const digits = new Uint8Array(2 * bytes.length);
  for (const [index, byte] of bytes.entries()) {
    digits[2 * index] = byte >> 4;
    digits[2 * index + 1] = byte & 15;
  }
  return digits;
}

function fault(what: string): AnchorError {
  return new AnchorError("bad_receipt", `trie proof: ${what}`);
}
