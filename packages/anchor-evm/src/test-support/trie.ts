import { keccak256, toRlp } from "viem";
import type { RlpItem } from "../receipt/rlp.ts";

interface Entry {
  /** Half bytes. */
  readonly path: readonly number[];
  readonly value: Uint8Array;
}

interface Node {
  readonly item: RlpItem;
  readonly rlp: Uint8Array;
  readonly next: (path: readonly number[]) => Node | undefined;
}

export interface Trie {
  readonly root: Uint8Array;
  /** The nodes from the root to the leaf of a key that is there. */
  prove(key: Uint8Array): Uint8Array[];
}

const NOTHING = new Uint8Array(0);

/** A Merkle-Patricia trie of keys of one length, by recursion as the yellow paper defines it. At least one key. */
export function buildTrie(values: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): Trie {
  const root = nodeOf(
    values.map(([key, value]) => ({ path: digitsOf(key), value })),
    0,
  );
  return {
    root: keccak256(root.rlp, "bytes"),
    prove: (key) => {
      const path = digitsOf(key);
      const proof: Uint8Array[] = [];
      for (let node: Node | undefined = root; node !== undefined; node = node.next(path)) {
        if (node === root || node.rlp.length >= 32) proof.push(node.rlp);
      }
      return proof;
    },
  };
}

export function rlpOf(item: RlpItem): Uint8Array {
  return toRlp(item as Uint8Array, "bytes");
}

function nodeOf(entries: readonly Entry[], depth: number): Node {
  const first = entries[0]!;
  if (entries.length === 1) {
    return made([hexPrefix(first.path.slice(depth), true), first.value], () => undefined);
  }
  let shared = depth;
  while (entries.every(({ path }) => path[shared] === first.path[shared])) shared++;
  if (shared > depth) {
    const below = nodeOf(entries, shared);
    return made([hexPrefix(first.path.slice(depth, shared), false), nameOf(below)], () => below);
  }
  const children = Array.from({ length: 16 }, (_, digit) => {
    const own = entries.filter(({ path }) => path[depth] === digit);
    return own.length === 0 ? undefined : nodeOf(own, depth + 1);
  });
  const names = children.map((child) => (child === undefined ? NOTHING : nameOf(child)));
  return made([...names, NOTHING], (path) => children[path[depth]!]);
}

function made(item: RlpItem, next: Node["next"]): Node {
  return { item, rlp: rlpOf(item), next };
}

function nameOf(node: Node): RlpItem {
  return node.rlp.length < 32 ? node.item : keccak256(node.rlp, "bytes");
}

function hexPrefix(digits: readonly number[], isLeaf: boolean): Uint8Array {
  const flags = isLeaf ? 2 : 0;
  const all = digits.length % 2 === 1 ? [flags + 1, ...digits] : [flags, 0, ...digits];
  return Uint8Array.from({ length: all.length / 2 }, (_, i) => all[2 * i]! * 16 + all[2 * i + 1]!);
}

function digitsOf(key: Uint8Array): number[] {
  return [...key].flatMap((byte) => [byte >> 4, byte & 15]);
}
