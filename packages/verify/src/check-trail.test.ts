import { HASH_BYTES, decodeEntries, encodeEntries, formatCheckpoint, signNote } from "@daybook/merkle";
import { describe, expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import type { CheckOptions, TrailReport } from "./check-trail.ts";
import { checkTrail } from "./check-trail.ts";
import { headOf, keyOf, memorySource, smallTrail } from "./test-support/small-trail.ts";
import type { SmallTrail } from "./test-support/small-trail.ts";
import { trailKeyText } from "./trail-keys.ts";

const { hasher } = nodeCryptography;

function check({ source }: Pick<SmallTrail, "source">, options: Partial<CheckOptions> = {}): Promise<TrailReport> {
  return checkTrail(source, { ...nodeCryptography, ...options });
}

const brief = ({ findings }: TrailReport) => findings.map(({ kind, path, index }) => [kind, path, index]);

/** Another entry, that is as good a leaf, in the place of one. */
function forge(files: Map<string, Uint8Array>, bundle: string, width: number, at: number): Uint8Array {
  const entries = decodeEntries(files.get(bundle)!, width);
  const forged = Buffer.from(Buffer.from(entries[at]!).toString().replace('"length":612', '"length":613'));
  files.set(bundle, encodeEntries(entries.with(at, forged)));
  return hasher.leaf(forged);
}

test("a sound trail, and each entry of it in order", async () => {
  const trail = await smallTrail(600);
  const seen: number[] = [];
  const report = await check(trail, {
    trustedKeys: [trail.vkey],
    onLeaf: (index, leaf) => seen.push(index, leaf.count),
  });
  expect(report).toMatchObject({ integrity: "sound", completeness: "sound", findings: [], unchecked: [] });
  expect(report).toMatchObject({
    origin: "example.com/trail",
    size: 600,
    entries: 600,
    keys: [trail.vkey],
    heads: [600],
  });
  expect(seen.slice(-2)).toEqual([599, 600]);
});

describe("an entry that was changed together with", () => {
  test("its tile", async () => {
    const trail = await smallTrail(600);
    const hash = forge(trail.files, "tile/entries/001", 256, 7);
    trail.files.get("tile/0/001")!.set(hash, 7 * HASH_BYTES);
    const report = await check(trail);
    expect(brief(report)).toEqual([["hash_changed", "tile/0/001", undefined]]);
    expect(report.integrity).toBe("damaged");
  });

  test("its partial tile", async () => {
    const trail = await smallTrail(600);
    const hash = forge(trail.files, "tile/entries/002.p/88", 88, 7);
    trail.files.get("tile/0/002.p/88")!.set(hash, 7 * HASH_BYTES);
    expect(await check(trail)).toMatchObject({
      integrity: "damaged",
      findings: [{ kind: "fork", path: "checkpoint" }],
    });
  });

  test("nothing, and its tile is gone", async () => {
    const trail = await smallTrail(600);
    forge(trail.files, "tile/entries/001", 256, 7);
    trail.files.delete("tile/0/001");
    const report = await check(trail);
    expect(brief(report)).toEqual([
      ["file_missing", "tile/0/001", undefined],
      ["entry_changed", "tile/entries/001", undefined],
    ]);
    expect([report.integrity, report.completeness]).toEqual(["damaged", "damaged"]);
  });
});

describe("what is missing says nothing against what is there", () => {
  test("all tiles of hashes, or all of one level", async () => {
    for (const prefix of ["tile/0/", "tile/1/", "tile/"]) {
      const trail = await smallTrail(600);
      const gone = [...trail.files.keys()].filter((path) => path.startsWith(prefix) && !path.includes("entries"));
      for (const path of gone) trail.files.delete(path);
      const report = await check(trail);
      expect(report.findings.map(({ path }) => path).toSorted()).toEqual(gone.toSorted());
      expect([report.integrity, report.completeness], prefix).toEqual(["sound", "damaged"]);
    }
  });

  test("the tail, when somebody kept the head of it", async () => {
    const note = await headOf(600, keyOf("a key").signer);
    const report = await check(await smallTrail(300), { knownHeads: [{ name: "kept", note }] });
    expect(report.findings).toContainEqual(expect.objectContaining({ kind: "rollback", path: "checkpoint" }));
    expect(report.findings.map(({ kind }) => kind)).not.toContain("fork");
    expect([report.integrity, report.completeness]).toEqual(["unchecked", "damaged"]);
  });

  test("so much that nothing can be held against the head", async () => {
    const trail = await smallTrail(600);
    trail.files.delete("tile/0/002.p/88");
    trail.files.delete("tile/entries/002.p/88");
    const report = await check(trail);
    expect(brief(report)).toEqual([
      ["file_missing", "tile/0/002.p/88", undefined],
      ["file_missing", "tile/entries/002.p/88", 512],
    ]);
    expect(report).toMatchObject({ integrity: "unchecked", completeness: "damaged" });
    expect(report.unchecked.join()).toContain("cannot be held against the signed root");
  });
});

test.each([2 ** 53 - 1, 2 ** 40 + 5])("a head that claims %i entries ends the check all the same", async (size) => {
  const { signer, files } = await smallTrail(300);
  const text = formatCheckpoint({ origin: "example.com/trail", size, root: new Uint8Array(32), extensions: [] });
  for (const signers of [[signer], [keyOf("a stranger").signer]]) {
    files.set("checkpoint", Buffer.from(await signNote(text, signers)));
    const report = await check({ source: memorySource(files) });
    expect(report.completeness).toBe("damaged");
    expect(report.integrity).not.toBe("sound");
    expect(report.findings.length).toBeLessThan(30_000);
  }
});

test("states that a tile had before", async () => {
  const trail = await smallTrail(600);
  const older = (await smallTrail(520)).files;
  for (const path of ["tile/0/002.p/8", "tile/entries/002.p/8"]) trail.files.set(path, Buffer.from(older.get(path)!));
  expect((await check(trail)).findings).toEqual([]);
  trail.files.get("tile/0/002.p/8")![40]! ^= 1;
  trail.files.get("tile/entries/002.p/8")!.fill(0x20, 50, 60);
  trail.files.set("tile/1/000.p/1", new Uint8Array(3));
  expect(brief(await check(trail)).toSorted()).toEqual([
    ["entry_changed", "tile/entries/002.p/8", 512],
    ["hash_changed", "tile/0/002.p/8", 1],
    ["tile_size", "tile/1/000.p/1", undefined],
  ]);
});

describe("keys and heads", () => {
  async function rotated(): Promise<SmallTrail & { newKey: string }> {
    const trail = await smallTrail(600);
    const next = keyOf("the next key");
    const text = trailKeyText("example.com/trail", 1, 600, next.vkey);
    trail.files.set("keys/1", Buffer.from(await signNote(text, [trail.signer, next.signer])));
    trail.files.set("checkpoint", await headOf(600, next.signer));
    return { ...trail, newKey: next.vkey };
  }

  test("who trusts any key of the trail trusts it", async () => {
    const trail = await rotated();
    for (const trusted of [trail.vkey, trail.newKey])
      expect((await check(trail, { trustedKeys: [trusted] })).findings).toEqual([]);
    expect(brief(await check(trail, { trustedKeys: [keyOf("a stranger").vkey] }))).toEqual([
      ["key_invalid", "keys/0", undefined],
    ]);
  });

  test("a key that is not there is named", async () => {
    const trail = await rotated();
    trail.files.delete("keys/1");
    expect(brief(await check(trail))).toEqual([
      ["head_invalid", "checkpoint", undefined],
      ["file_missing", "keys/1", undefined],
    ]);
  });

  test("the line of a signature that names another key", async () => {
    const trail = await rotated();
    const both = formatCheckpoint({
      origin: "example.com/trail",
      size: 600,
      root: (await check(trail)).root === undefined ? new Uint8Array(32) : rootOf(trail),
      extensions: [],
    });
    const note = await signNote(both, [trail.signer, keyOf("the next key").signer]);
    trail.files.set("checkpoint", Buffer.from(note));
    expect((await check(trail)).findings).toEqual([]);
    const second = note.lastIndexOf("— example");
    trail.files.set("checkpoint", Buffer.from(`${note.slice(0, second)}— exemple${note.slice(second + 9)}`));
    expect(brief(await check(trail))).toEqual([["head_invalid", "checkpoint", undefined]]);
  });

  test("a trail that grows while it is checked does not go back", async () => {
    const { files, source } = await smallTrail(600);
    const older = await headOf(300, keyOf("a key").signer);
    const newest = files.get("checkpoint")!;
    files.set("checkpoint", older);
    const growing = {
      ...source,
      async list(dir: string): Promise<string[]> {
        if (dir === "checkpoints") {
          files.set("checkpoint", newest);
          files.set("checkpoints/600", newest);
        }
        return source.list(dir);
      },
    };
    expect((await check({ source: growing })).findings).toEqual([]);
  });
});

function rootOf({ files }: SmallTrail): Uint8Array {
  return Buffer.from(Buffer.from(files.get("checkpoint")!).toString().split("\n")[2]!, "base64");
}

test("a log of another program has entries of its own", async () => {
  const trail = await smallTrail(300);
  trail.files.delete("keys/0");
  const foreign = { isForeign: true, trustedKeys: [trail.vkey] } as const;
  expect(await check(trail, foreign)).toMatchObject({
    integrity: "sound",
    completeness: "sound",
    unchecked: [expect.stringContaining("another program")],
  });
  expect((await check(trail, { ...foreign, trustedKeys: [keyOf("another").vkey] })).integrity).toBe("damaged");
});
