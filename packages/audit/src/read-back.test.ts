import { expect, it } from "vitest";
import { GrowingTree } from "./growing-tree.ts";
import { nodeHasher } from "./node-hash.ts";
import { readBack } from "./read-back.ts";

function written(count: number): { files: Map<string, Uint8Array>; root: Uint8Array } {
  const tree = new GrowingTree(nodeHasher);
  for (let at = 0; at < count; at++) tree.append(Buffer.from(`entry ${at}`));
  const { full, partial } = tree.takeFiles();
  return { files: new Map([...full, ...partial].map(({ path, bytes }) => [path, bytes])), root: tree.root() };
}

const check = (files: ReadonlyMap<string, Uint8Array>, from: number, to: number, root: Uint8Array): Promise<void> =>
  readBack(nodeHasher, from, to, root, (path) => {
    const bytes = files.get(path);
    return bytes === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(bytes);
  });

it("takes what memory and disk agree on", async () => {
  const { files, root } = written(700);
  await check(files, 0, 700, root);
  await check(files, 600, 700, root);
});

it("refuses one flipped bit in any file that it looks at", async () => {
  const { files, root } = written(700);
  for (const path of files.keys()) {
    const bytes = files.get(path) as Uint8Array;
    const spoilt = new Uint8Array(bytes);
    spoilt[7] = (spoilt[7] as number) ^ 4;
    await expect(check(new Map([...files, [path, spoilt]]), 0, 700, root)).rejects.toThrow(Error);
  }
  await expect(check(files, 0, 700, Buffer.alloc(32))).rejects.toThrow(/another root for size 700/);
});
