import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHasher } from "@daybook/audit";
import { perfectRoot } from "@daybook/merkle";

/** Changes a file; fails when it is not there. */
function change(dir, path, edit) {
  const file = join(dir, path);
  writeFileSync(file, edit(readFileSync(file)));
}

const flip = (at) => (bytes) => {
  const changed = Buffer.from(bytes);
  changed[at < 0 ? changed.length + at : at] ^= 0x01;
  return changed;
};

/** The entries of a bundle, each with its length in front. */
function entriesOf(bytes) {
  const entries = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt16BE(at);
    entries.push(bytes.subarray(at, end));
    at = end;
  }
  return entries;
}

const reorder = (edit) => (bytes) => Buffer.concat(edit(entriesOf(bytes)));

/** Puts another leaf in the place of the first entry of a bundle, and its hash into the tile. */
function forge(dir) {
  change(dir, "tile/entries/001", (bytes) =>
    Buffer.from(bytes.toString("latin1").replace('"count":', '"count":1'), "latin1"),
  );
  change(dir, "tile/entries/001", (bytes) => {
    const end = bytes.indexOf("}") + 1;
    bytes.writeUInt16BE(end - 2);
    return bytes;
  });
  const [entry] = entriesOf(readFileSync(join(dir, "tile/entries/001")));
  change(dir, "tile/0/001", (hashes) => Buffer.concat([nodeHasher.leaf(entry.subarray(2)), hashes.subarray(32)]));
}

/**
 * Damages of a trail of some thousand entries, by name. Each takes its directory and the size that it has.
 * @type {Record<string, (dir: string, size: number) => void>}
 */
export const DAMAGES = {
  "a changed entry": (dir) => change(dir, "tile/entries/001", flip(300)),
  "a changed length": (dir) => change(dir, "tile/entries/002", flip(1)),
  "a removed entry": (dir) =>
    change(
      dir,
      "tile/entries/000",
      reorder((all) => all.toSpliced(7, 1)),
    ),
  "an inserted entry": (dir) =>
    change(
      dir,
      "tile/entries/000",
      reorder((all) => all.toSpliced(7, 0, all[9])),
    ),
  "two entries in another order": (dir) =>
    change(
      dir,
      "tile/entries/003",
      reorder((all) => all.with(4, all[5]).with(5, all[4])),
    ),
  "a flipped bit in a tile of leaves": (dir) => change(dir, "tile/0/001", flip(40)),
  "a flipped bit in the partial tile of leaves": (dir, size) => change(dir, partial("tile/0", size), flip(-1)),
  "a flipped bit in the tile of tiles": (dir, size) => change(dir, `tile/1/000.p/${Math.floor(size / 256)}`, flip(5)),
  "an entry and its tile changed together": (dir) => forge(dir),
  "an entry and all tiles above it changed together": (dir, size) => {
    forge(dir);
    const root = perfectRoot(nodeHasher, readFileSync(join(dir, "tile/0/001")));
    change(dir, `tile/1/000.p/${Math.floor(size / 256)}`, (hashes) =>
      Buffer.concat([hashes.subarray(0, 32), root, hashes.subarray(64)]),
    );
  },
  "an older head put back": (dir) => copyFileSync(join(dir, anyHead(dir)), join(dir, "checkpoint")),
  "a missing bundle": (dir) => rmSync(join(dir, "tile/entries/004")),
  "a cut bundle": (dir, size) => change(dir, partial("tile/entries", size), (bytes) => bytes.subarray(0, -9)),
  "a changed size in the head": (dir) =>
    change(dir, "checkpoint", (bytes) => Buffer.from(bytes.toString().replace(/\d+\n/, "1\n"))),
  "a changed signature": (dir) => change(dir, "checkpoint", flip(-10)),
  "a changed head of the past": (dir, _size) => change(dir, anyHead(dir), flip(30)),
};

function partial(place, size) {
  return `${place}/${String(Math.floor(size / 256)).padStart(3, "0")}.p/${size % 256}`;
}

function anyHead(dir) {
  for (let size = 1; ; size++) if (existsSync(join(dir, "checkpoints", String(size)))) return `checkpoints/${size}`;
}
