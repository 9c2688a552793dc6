import { keccak256, numberToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { buildTrie, rlpOf } from "../test-support/trie.ts";
import { trieValue } from "./trie-proof.ts";

const keyOf = (n: number): Uint8Array => keccak256(numberToBytes(n), "bytes");
const valueOf = (n: number): Uint8Array => rlpOf(numberToBytes(n + 1));
const trieOf = (count: number) => buildTrie(Array.from({ length: count }, (_, n) => [keyOf(n), valueOf(n)] as const));

/** A key that is zeros but for its last half bytes. */
const nearZero = (...last: number[]): Uint8Array => {
  const key = new Uint8Array(32);
  key.set(last, 32 - last.length);
  return key;
};

describe("a proof", () => {
  it.each([1, 2, 3, 17, 300])("gives each value of a trie of %i", (count) => {
    const trie = trieOf(count);
    for (let n = 0; n < Math.min(count, 40); n++) {
      expect(trieValue(trie.root, keyOf(n), trie.prove(keyOf(n)))).toEqual(valueOf(n));
    }
  });

  it("goes through extensions and through nodes that are embedded", () => {
    const keys = [nearZero(1), nearZero(2), nearZero(16), nearZero(1, 0), nearZero(128, ...Array(30).fill(0))];
    const small = buildTrie(keys.map((key, n) => [key, Uint8Array.of(n + 1)] as const));
    for (const [n, key] of keys.entries()) {
      expect(trieValue(small.root, key, small.prove(key))).toEqual(Uint8Array.of(n + 1));
    }
    // The leaves of the first two keys are a few bytes each, within the branch above them.
    expect(small.prove(nearZero(1)).length).toBe(small.prove(nearZero(2)).length);
    expect(small.prove(nearZero(1)).at(-1)!.length).toBeLessThan(64);
  });
});

describe("a proof is refused", () => {
  const trie = trieOf(300);
  const key = keyOf(7);
  const proof = trie.prove(key);
  const refuses = (nodes: readonly Uint8Array[], message: string, of = key, root = trie.root): void => {
    expect(() => trieValue(root, of, nodes)).toThrow(message);
  };

  it("for another root or key", () => {
    refuses(proof, "its first node is not the root", key, keyOf(0));
    refuses(proof, "trie proof", keyOf(8));
    refuses(proof, "trie proof", keyOf(1_000));
    refuses(proof, "32 bytes", key.subarray(1));
  });

  it("with a node too few, too many, or at another place", () => {
    refuses([], "ends before the leaf");
    refuses(proof.slice(0, -1), "ends before the leaf");
    refuses(proof.slice(1), "not the root");
    refuses([...proof, proof.at(-1)!], "after the leaf");
    refuses([...proof, new Uint8Array(0)], "after the leaf");
    refuses([proof[0]!, proof[0]!, ...proof.slice(1)], "its parent names");
    refuses(Array(66).fill(proof[0]), "more than 65 nodes");
  });

  it("with a bit of a node changed", () => {
    for (const [index, node] of proof.entries()) {
      for (let bit = 0; bit < 8 * node.length; bit += 7) {
        const changed = node.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        refuses(proof.with(index, changed), "trie proof");
      }
    }
  });

  it("of a key that is not there", () => {
    const one = buildTrie([[keyOf(0), valueOf(0)]]);
    refuses(one.prove(keyOf(0)), "another key", keyOf(1), one.root);
    const free = Array.from({ length: 2_000 }, (_, n) => keyOf(n + 300)).find((each) => trie.prove(each).length === 2)!;
    refuses(trie.prove(free), "trie proof", free);
  });

  it.each<[string, Parameters<typeof rlpOf>[0]]>([
    ["a string", new Uint8Array(40)],
    ["a list of three", [new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)]],
    ["a path of a list", [[], new Uint8Array(32)]],
    ["an empty path", [new Uint8Array(0), new Uint8Array(32)]],
    ["unknown flags", [Uint8Array.of(0x40), new Uint8Array(32)]],
    ["a padding that is not zero", [Uint8Array.of(0x21, ...new Uint8Array(32)), Uint8Array.of(1)]],
    ["an extension without digits", [Uint8Array.of(0x00), new Uint8Array(32)]],
    ["an extension to nothing", [Uint8Array.of(0x10), new Uint8Array(0)]],
    ["an extension to half a hash", [Uint8Array.of(0x10), new Uint8Array(16)]],
    ["a leaf that ends too early", [Uint8Array.of(0x20, 0), Uint8Array.of(1)]],
    ["a leaf that goes on too long", [Uint8Array.of(0x20, ...new Uint8Array(33)), Uint8Array.of(1)]],
    ["a leaf without a value", [Uint8Array.of(0x20, ...new Uint8Array(32)), new Uint8Array(0)]],
    ["a leaf with a list", [Uint8Array.of(0x20, ...new Uint8Array(32)), []]],
    ["a branch without this child", Array.from({ length: 17 }, () => new Uint8Array(0))],
    ["a node that is too large", [new Uint8Array(1_100), new Uint8Array(32)]],
  ])("when a node is %s", (_what, item) => {
    const node = rlpOf(item);
    expect(() => trieValue(keccak256(node, "bytes"), new Uint8Array(32), [node])).toThrow(/^(trie proof|RLP): /);
  });

  it("when a node that could be embedded is not", () => {
    const leaf = rlpOf([Uint8Array.of(0x20, ...new Uint8Array(4)), Uint8Array.of(1)]);
    const path = Uint8Array.of(0x00, ...new Uint8Array(28));
    const top = rlpOf([path, keccak256(leaf, "bytes")]);
    refuses([top, leaf], "embedded", new Uint8Array(32), keccak256(top, "bytes"));
  });
});
