import { MerkleError, bytesEqual, parseCheckpoint, parseNote } from "@daybook/merkle";
import type { Findings } from "./finding.ts";
import type { Head } from "./heads.ts";
import { tryHead } from "./heads.ts";
import type { TrailSource } from "./source.ts";
import type { TileWalk } from "./tile-walk.ts";
import type { TrailKey } from "./trail-keys.ts";

/** A signed head that the checker has from elsewhere. */
export interface KnownHead {
  readonly name: string;
  readonly note: Uint8Array;
}

/** All heads that hold, the newest first; among those of one size, the trail's own. */
export async function readHeads(
  source: TrailSource,
  keys: readonly TrailKey[],
  knownHeads: readonly KnownHead[],
  findings: Findings,
): Promise<Head[]> {
  const past: (Head | undefined)[] = [];
  for (const name of (await source.list?.("checkpoints")) ?? []) {
    // What a writer that died left behind has another name.
    if (!/^\d+$/.test(name)) continue;
    const path = `checkpoints/${name}`;
    const bytes = await source.read(path);
    if (bytes === undefined) continue;
    const head = await tryHead(path, bytes, keys, findings);
    if (head !== undefined && String(head.size) !== name)
      findings.add("head_invalid", path, `the file holds the head of size ${head.size}`);
    await checkStrangers(path, bytes, keys, findings);
    past.push(head);
  }
  // After those of the past: a trail that grows meanwhile is not older than what it kept.
  const current = await source.read("checkpoint");
  const own = current && (await tryHead("checkpoint", current, keys, findings));
  if (current === undefined) findings.add("head_missing", "checkpoint", "the trail has no head");
  else await checkStrangers("checkpoint", current, keys, findings);
  for (const { name, note } of knownHeads) past.push(await tryHead(name, note, keys, findings));
  const held = [own, ...past].filter((head) => head !== undefined).toSorted((a, b) => b.size - a.size);
  const [newest] = held;
  if (own !== undefined && newest !== undefined && own.size < newest.size) {
    const message = `the head is of size ${own.size}; ${newest.path} proves that the trail once had ${newest.size}`;
    findings.add("rollback", "checkpoint", message);
  }
  return held;
}

/** Signatures that no known key claims: their line was changed, or a key of the trail is not there. Witnesses have other names. */
async function checkStrangers(
  path: string,
  bytes: Uint8Array,
  keys: readonly TrailKey[],
  findings: Findings,
): Promise<void> {
  const note = unlessRefused(() => parseNote(bytes));
  const own = keys[0]?.verifier.name;
  if (note === undefined || own === undefined) return;
  for (const { name, keyId, signature } of note.signatures) {
    if (keys.some(({ verifier }) => verifier.name === name && verifier.keyId === keyId)) continue;
    if (await isSignedByAny(keys, note.text, signature))
      findings.add(
        "head_invalid",
        path,
        "the line of a signature was changed: it names another key than the one that signed",
      );
    else if (name === own) nameMissingKey(keys.length, findings);
  }
}

async function isSignedByAny(keys: readonly TrailKey[], text: string, signature: Uint8Array): Promise<boolean> {
  for (const { verifier } of keys) if (await verifier.verify(text, signature)) return true;
  return false;
}

function nameMissingKey(number: number, findings: Findings): void {
  const path = `keys/${number}`;
  if (findings.all.some((finding) => finding.path === path)) return;
  findings.add("file_missing", path, "a head is signed in the trail's name by a key that is not there");
}

/** When no signature holds: its size at least, so that the files can be held against each other. */
export async function unsignedHead(source: TrailSource): Promise<{ size: number; root: undefined } | undefined> {
  const bytes = await source.read("checkpoint");
  const head = bytes && unlessRefused(() => parseCheckpoint(parseNote(bytes).text));
  return head && { size: head.size, root: undefined };
}

/** Sizes of the heads that the tree had; each other one is a finding. */
export async function compareHeads(
  walk: TileWalk,
  heads: readonly Head[],
  findings: Findings,
  isPart: boolean,
  unchecked: string[],
): Promise<number[]> {
  const fitting: number[] = [];
  for (const head of heads) {
    const root = await walk.rootAt(head.size);
    if (root === undefined) {
      if (isPart) continue;
      unchecked.push(`${head.path}: the tiles for size ${head.size} are not there`);
    } else if (bytesEqual(root, head.root)) fitting.push(head.size);
    else if (head.path !== "checkpoint") {
      const message = `the head of size ${head.size} was signed with another root than the tree has: the past was rewritten`;
      findings.add("fork", head.path, message);
    }
  }
  return fitting;
}

function unlessRefused<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MerkleError) return undefined;
    throw error;
  }
}
