import { CompactRange, decodeEntries } from "@daybook/merkle";
import { expect, it } from "vitest";
import { GrowingTree } from "./growing-tree.ts";
import { nodeHasher } from "./node-hash.ts";

const entry = (at: number): Uint8Array => Buffer.from(`entry ${at}`);

function grown(count: number): { tree: GrowingTree; root: Uint8Array } {
  const tree = new GrowingTree(nodeHasher);
  const range = new CompactRange(nodeHasher);
  for (let at = 0; at < count; at++) {
    tree.append(entry(at));
    range.append(nodeHasher.leaf(entry(at)));
  }
  return { tree, root: range.root() };
}

it.each([0, 1, 255, 256, 257, 65_536, 66_000])("has the root of RFC 9162 at %i entries", (count) => {
  const { tree, root } = grown(count);
  expect([tree.size, tree.root()]).toEqual([count, root]);
});

it("gives each full file once, and the partial ones as they are", () => {
  const { tree } = grown(600);
  const { full, partial } = tree.takeFiles();
  expect(full.map(({ path }) => path)).toEqual(["tile/entries/000", "tile/0/000", "tile/entries/001", "tile/0/001"]);
  expect(partial.map(({ path }) => path)).toEqual(["tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"]);
  expect(decodeEntries(full[0]?.bytes as Uint8Array, 256)[255]).toEqual(new Uint8Array(entry(255)));
  expect(tree.takeFiles().full).toEqual([]);
});

it("goes on from its files", async () => {
  const { tree } = grown(600);
  const { partial } = tree.takeFiles();
  const bytesOf = (start: string): Uint8Array =>
    partial.find(({ path }) => path.startsWith(start))?.bytes as Uint8Array;
  const again = await GrowingTree.resume(
    nodeHasher,
    600,
    (level) => Promise.resolve(bytesOf(`tile/${level}`)),
    (_index, width) => Promise.resolve(decodeEntries(bytesOf("tile/entries"), width)),
  );
  again.append(entry(600));
  expect(again.root()).toEqual(grown(601).root);
  expect(again.edge().map(({ pathOf, width }) => [pathOf(1), width])).toEqual([
    ["tile/0/003", 89],
    ["tile/1/001", 2],
    ["tile/entries/003", 89],
  ]);
});
