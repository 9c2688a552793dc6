import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { NoteSigner } from "@daybook/merkle";
import {
  CompactRange,
  ED25519,
  HASH_BYTES,
  TILE_WIDTH,
  ed25519Signer,
  encodeEntries,
  entriesPath,
  formatCheckpoint,
  formatVerifierKey,
  keyIdOf,
  perfectRoot,
  signNote,
  tilePath,
} from "@daybook/merkle";
import { nodeCryptography } from "../bin/node-cryptography.ts";
import { leafText } from "../leaf.ts";
import type { TrailSource } from "../source.ts";
import { trailKeyText } from "../trail-keys.ts";

const { hasher } = nodeCryptography;
const PRIVATE_PREFIX = "302e020100300506032b657004220420";

/** A key of its own for each seed, the same on each run. */
export function keyOf(seed: string, name = "example.com/trail"): { vkey: string; signer: NoteSigner } {
  const secret = createHash("sha256").update(seed).digest();
  const der = Buffer.concat([Buffer.from(PRIVATE_PREFIX, "hex"), secret]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const key = new Uint8Array(createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32));
  const keyId = keyIdOf(hasher.digest, name, ED25519, key);
  return {
    vkey: formatVerifierKey({ name, keyId, type: ED25519, key }),
    signer: ed25519Signer(name, key, hasher, (message) => sign(null, message, privateKey)),
  };
}

/** Entry `index` of a small trail. */
export function entryOf(index: number): Uint8Array {
  const text = leafText({
    seq: index + 1,
    collected_at: new Date(Date.UTC(2026, 0, 5) + index * 1_000).toISOString().replace("Z", "000Z"),
    producer: "host:1:0:ab",
    count: index + 1,
    category: "trade",
    event_type: "order_filled",
    subject: "0123456789abcdef0123456789abcdef",
    length: 612,
    commitment: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
  });
  return Buffer.from(text, "latin1");
}

export interface SmallTrail {
  /** By path; may be changed. */
  readonly files: Map<string, Uint8Array>;
  readonly source: Required<TrailSource>;
  readonly vkey: string;
  readonly signer: NoteSigner;
}

/** The signed head of a tree of small entries. */
export async function headOf(size: number, signer: NoteSigner, origin = "example.com/trail"): Promise<Uint8Array> {
  const range = new CompactRange(hasher);
  for (let index = 0; index < size; index++) range.append(hasher.leaf(entryOf(index)));
  return Buffer.from(await signNote(formatCheckpoint({ origin, size, root: range.root(), extensions: [] }), [signer]));
}

/** A whole trail in memory. */
export async function smallTrail(size: number, seed = "a key"): Promise<SmallTrail> {
  const { vkey, signer } = keyOf(seed);
  const files = new Map<string, Uint8Array>();
  files.set("checkpoint", await headOf(size, signer));
  files.set("keys/0", Buffer.from(await signNote(trailKeyText("example.com/trail", 0, 0, vkey), [signer])));
  const entries = Array.from({ length: size }, (_, index) => entryOf(index));
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const part = entries.slice(first, first + TILE_WIDTH);
    files.set(entriesPath(first / TILE_WIDTH, part.length), encodeEntries(part));
  }
  let row = entries.map((entry) => hasher.leaf(entry));
  for (let level = 0; row.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (let first = 0; first < row.length; first += TILE_WIDTH) {
      const hashes = Buffer.concat(row.slice(first, first + TILE_WIDTH));
      const width = hashes.length / HASH_BYTES;
      files.set(tilePath({ level, index: first / TILE_WIDTH, width }), hashes);
      if (width === TILE_WIDTH) above.push(perfectRoot(hasher, hashes));
    }
    row = above;
  }
  return { files, source: memorySource(files), vkey, signer };
}

export function memorySource(files: ReadonlyMap<string, Uint8Array>): Required<TrailSource> {
  return {
    read: (path) => Promise.resolve(files.get(path)),
    list: (dir) =>
      Promise.resolve(
        [...files.keys()].filter((path) => path.startsWith(`${dir}/`)).map((path) => path.slice(dir.length + 1)),
      ),
  };
}
