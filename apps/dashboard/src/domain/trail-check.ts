import {
  base64Decode,
  base64Encode,
  bytesEqual,
  consistencyNodes,
  createTreeHasher,
  HASH_BYTES,
  perfectRoot,
  tileOfNode,
  tilePath,
  tileWidth,
  verifyConsistency,
  webCryptoVerify,
} from "@daybook/merkle";
import type { Cryptography, EventCheck, TrailKey } from "@daybook/verify";
import { checkEvent, Findings, openHead, readTrailKeys } from "@daybook/verify";
import { sha256 } from "@noble/hashes/sha2.js";

/** Loaded only when something is to be checked: the page's first paint does without. */
const cryptography: Cryptography = {
  // WebCrypto's digest is a promise for each hash: sixty times as slow.
  hasher: createTreeHasher((data, target, at) => target.set(sha256(data), at)),
  verifyEd25519: webCryptoVerify,
};

export type ReadTrailFile = (path: string) => Promise<Uint8Array | undefined>;

/** A head that this browser has checked before. */
export interface RememberedHead {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

export interface CheckedHead extends RememberedHead {
  /** What does not hold; empty when everything does. */
  readonly problems: readonly string[];
}

async function keysOf(read: ReadTrailFile): Promise<{ keys: TrailKey[]; problems: string[] }> {
  const findings = new Findings();
  // A file that is not there is an error in the browser's console: only what is listed is asked for.
  const names = JSON.parse(new TextDecoder().decode(await read("keys/"))) as string[];
  const there = new Set(names.map((name) => `keys/${name}`));
  const readKey: ReadTrailFile = (path) => (there.has(path) ? read(path) : Promise.resolve(undefined));
  const keys = await readTrailKeys({ read: readKey }, cryptography, findings);
  return { keys, problems: findings.all.map(({ path, message }) => `${path}: ${message}`) };
}

/** Checks an event's proof in this browser: signature, path, and the record byte for byte. */
export async function checkEventProof(proof: string, read: ReadTrailFile): Promise<EventCheck> {
  const { keys } = await keysOf(read);
  return checkEvent(proof, keys, cryptography);
}

/**
 * Checks the signed head, and that its tree begins with the one that this browser saw before: so nothing of what it saw was changed.
 * Rejects when a file cannot be read.
 */
export async function checkHead(read: ReadTrailFile, before: RememberedHead | undefined): Promise<CheckedHead> {
  const { keys, problems } = await keysOf(read);
  const note = await read("checkpoint");
  if (note === undefined) return { origin: "", size: 0, root: "", problems: ["the trail has no signed head"] };
  let head;
  try {
    head = await openHead("checkpoint", note, keys);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { origin: "", size: 0, root: "", problems: [...problems, `the signed head does not hold: ${reason}`] };
  }
  const { origin, size, root } = head;
  const checked = { origin, size, root: base64Encode(root) };
  if (before !== undefined && before.origin === origin) {
    const problem = await compare(before, { size, root }, read);
    if (problem !== undefined) problems.push(problem);
  }
  return { ...checked, problems };
}

async function compare(
  before: RememberedHead,
  now: { size: number; root: Uint8Array },
  read: ReadTrailFile,
): Promise<string | undefined> {
  const root1 = base64Decode(before.root);
  if (before.size > now.size)
    return `the trail had ${before.size} entries when this browser looked before; now it has ${now.size}`;
  if (before.size === now.size)
    return bytesEqual(root1, now.root) ? undefined : "the same number of entries, but another tree than before";
  if (before.size === 0) return undefined;
  const plan = consistencyNodes(before.size, now.size);
  const hashes: Uint8Array[] = [];
  for (const node of plan.nodes) {
    const { tile, first, count } = tileOfNode(node);
    const path = tilePath({ ...tile, width: tileWidth(now.size, tile) });
    const row = await read(path);
    const part = row?.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES);
    if (part?.length !== count * HASH_BYTES) return `${path} of the trail is not there`;
    hashes.push(perfectRoot(cryptography.hasher, part));
  }
  const proof = plan.assemble(cryptography.hasher, hashes);
  const claim = { size1: before.size, root1, size2: now.size, root2: now.root, proof };
  if (verifyConsistency(cryptography.hasher, claim)) return undefined;
  return `the first ${before.size} entries are not those that this browser saw before: the past was rewritten`;
}
