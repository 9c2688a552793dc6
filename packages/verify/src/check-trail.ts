import { MerkleError, base64Encode, bytesEqual, openNote } from "@daybook/merkle";
import type { Finding, Verdict } from "./finding.ts";
import { Findings } from "./finding.ts";
import type { Leaf } from "./leaf.ts";
import { OrderCheck } from "./order-check.ts";
import type { TrailSource } from "./source.ts";
import { TileWalk } from "./tile-walk.ts";
import type { Cryptography, TrailKey } from "./trail-keys.ts";
import { HeadError, openHead } from "./heads.ts";
import type { Head } from "./heads.ts";
import { compareHeads, readHeads, unsignedHead } from "./trail-heads.ts";
import type { KnownHead } from "./trail-heads.ts";
import { readTrailKeys } from "./trail-keys.ts";
import { trailKeysOf, vouchedKeys } from "./trusted-keys.ts";

/** What a receipt says once it was checked. */
export interface CheckedReceipt {
  readonly size: number;
  readonly root: Uint8Array;
  /** Why it does not hold; empty when it does. */
  readonly problems: readonly string[];
}

export interface CheckOptions extends Cryptography {
  /** Verifier keys that the checker knows from elsewhere. One of them must be among the trail's keys. */
  readonly trustedKeys?: readonly string[];
  /** A log of another program: it has no `keys/`, so the trusted keys sign its heads, and nothing is known of what its entries say. */
  readonly isForeign?: boolean;
  /** Signed heads that the checker has from elsewhere: saved earlier, from a witness, from a bundle. */
  readonly knownHeads?: readonly KnownHead[];
  /** Reads a receipt of the chain; without it receipts are left alone. */
  readonly checkReceipt?: (bytes: Uint8Array, origin: string) => Promise<CheckedReceipt>;
  /** Only these entries: from is included, to is not. */
  readonly range?: { readonly from: number; readonly to: number };
  /** Told of each leaf that is what was signed, in order. */
  readonly onLeaf?: (index: number, leaf: Leaf, path: string) => void;
  readonly onProgress?: (entries: number, size: number) => void;
}

export interface TrailReport {
  readonly integrity: Verdict;
  readonly completeness: Verdict;
  /** All damage, in the order in which it was found. */
  readonly findings: readonly Finding[];
  readonly origin: string | undefined;
  /** Of the newest head that holds. */
  readonly size: number | undefined;
  /** Base64. */
  readonly root: string | undefined;
  /** Entries that were looked at. */
  readonly entries: number;
  /** Verifier keys of the trail, oldest first: to be compared with what the operator publishes elsewhere. */
  readonly keys: readonly string[];
  /** Sizes of the heads of the past that fit. */
  readonly heads: readonly number[];
  /** Sizes that the chain knows, by receipts that hold. */
  readonly anchored: readonly number[];
  /** Why something could not be checked. */
  readonly unchecked: readonly string[];
}

/**
 * Checks a whole trail, or a range of its entries: names all damage with its place and never stops at the first.
 * Rejects only when the source cannot be read.
 */
export async function checkTrail(source: TrailSource, options: CheckOptions): Promise<TrailReport> {
  const findings = new Findings();
  const unchecked: string[] = [];
  if (options.isForeign === true)
    unchecked.push("the order and the counts of the entries: this is a log of another program");
  const keys = await keysFor(source, options, findings);
  // Before the head: what is anchored while the trail is read is no proof that it goes back.
  const receipts = ((await source.list?.("receipts")) ?? []).filter((name) => /^\d+\.json$/.test(name));
  const heads = await readHeads(source, keys, options.knownHeads ?? [], findings);
  const head = heads[0] ?? (await unsignedHead(source));
  if (heads[0] !== undefined && options.isForeign !== true)
    await checkVouched(heads[0], keys, options.trustedKeys, findings);
  const summary = { origin: keys[0]?.verifier.name, keys: keys.map(({ vkey }) => vkey) };
  if (head === undefined) {
    const nothing = { size: undefined, root: undefined, entries: 0, heads: [], anchored: [] };
    unchecked.push("there is no head from which the tree could be checked");
    const isEmpty = findings.all.every(({ kind }) => kind === "file_missing" || kind === "head_missing");
    const verdict = (aspect: "integrity" | "completeness"): Verdict =>
      isEmpty && keys.length === 0 ? "unchecked" : findings.verdict(aspect) === "damaged" ? "damaged" : "unchecked";
    const [integrity, completeness] = [verdict("integrity"), verdict("completeness")];
    return { integrity, completeness, findings: findings.all, ...summary, ...nothing, unchecked };
  }

  const minimum = await readMinimum(source, keys, findings);
  const order = new OrderCheck(findings, minimum > 0 || (options.range?.from ?? 0) > 0);
  let entries = 0;
  const walk = new TileWalk({
    source,
    hasher: options.hasher,
    size: head.size,
    root: head.root,
    minimum,
    ...(options.range === undefined ? {} : { range: options.range }),
    findings,
    onBundle: (firstIndex, bundle, path) => {
      for (const [at, entry] of options.isForeign === true ? [] : bundle.entries()) {
        const leaf = order.next(firstIndex + at, entry, path);
        if (leaf !== undefined) options.onLeaf?.(firstIndex + at, leaf, path);
      }
      entries += bundle.length;
      options.onProgress?.(entries, head.size);
    },
  });
  await walk.run();
  const fitting = await compareHeads(walk, heads, findings, options.range !== undefined, unchecked);
  const anchored = await checkReceipts(
    { source, names: receipts, origin: summary.origin ?? "" },
    walk,
    head.size,
    options,
    findings,
    unchecked,
  );
  const integrity = findings.verdict("integrity");
  if (!walk.isProven) unchecked.push("so much is missing that what is left cannot be held against the signed root");
  return {
    integrity: integrity === "sound" && !walk.isProven ? "unchecked" : integrity,
    completeness: findings.verdict("completeness"),
    findings: findings.all,
    ...summary,
    size: head.size,
    root: head.root === undefined ? undefined : base64Encode(head.root),
    entries,
    heads: fitting,
    anchored,
    unchecked,
  };
}

async function keysFor(source: TrailSource, options: CheckOptions, findings: Findings): Promise<TrailKey[]> {
  const { trustedKeys, isForeign } = options;
  if (isForeign === true) return trailKeysOf(trustedKeys ?? [], options);
  const keys = await readTrailKeys(source, options, findings);
  const isTrusted = trustedKeys === undefined || keys.some(({ vkey }) => trustedKeys.includes(vkey));
  if (!isTrusted && keys.length > 0)
    findings.add("key_invalid", "keys/0", "none of the trail's keys is one that you trust");
  return keys;
}

/** Keys before a trusted one are vouched for by nobody: the newest head must not be theirs alone. */
async function checkVouched(
  { path, note }: Head,
  keys: readonly TrailKey[],
  trustedKeys: readonly string[] | undefined,
  findings: Findings,
): Promise<void> {
  const vouched = vouchedKeys(keys, trustedKeys);
  if (vouched.length === 0 || vouched.length === keys.length) return;
  try {
    await openHead(path, new TextEncoder().encode(note), vouched);
  } catch (error) {
    if (!(error instanceof HeadError)) throw error;
    findings.add("head_invalid", path, "it is signed by no key that you trust, nor by one that follows it");
  }
}

const MINIMUM = /^daybook\/minimum@v1\n([^\n]+)\n(0|[1-9]\d{0,15})\n$/;

/** The text of the note that says below which index entries may be withheld. */
export function minimumText(origin: string, index: number): string {
  return `daybook/minimum@v1\n${origin}\n${index}\n`;
}

async function readMinimum(source: TrailSource, keys: readonly TrailKey[], findings: Findings): Promise<number> {
  const bytes = await source.read("minimum");
  if (bytes === undefined || keys.length === 0) return 0;
  try {
    const { text } = await openNote(
      bytes,
      keys.map(({ verifier }) => verifier),
    );
    const found = MINIMUM.exec(text);
    if (found !== null && found[1] === keys[0]?.verifier.name) return Number(found[2]);
    findings.add("head_invalid", "minimum", "the note does not say an index of this trail");
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error;
    findings.add("head_invalid", "minimum", error.message);
  }
  return 0;
}

async function checkReceipts(
  {
    source,
    names,
    origin,
  }: { readonly source: TrailSource; readonly names: readonly string[]; readonly origin: string },
  walk: TileWalk,
  size: number,
  { checkReceipt }: CheckOptions,
  findings: Findings,
  unchecked: string[],
): Promise<number[]> {
  if (checkReceipt === undefined) {
    if (names.length > 0) unchecked.push(`${names.length} receipts of the chain were not looked at`);
    return [];
  }
  const anchored: number[] = [];
  for (const name of names) {
    const path = `receipts/${name}`;
    const bytes = await source.read(path);
    if (bytes === undefined) continue;
    const receipt = await checkReceipt(bytes, origin);
    for (const problem of receipt.problems) findings.add("receipt_invalid", path, problem);
    if (receipt.problems.length > 0) continue;
    if (receipt.size > size) {
      findings.add("rollback", path, `the chain knows size ${receipt.size}, the trail has ${size}`);
      continue;
    }
    const root = await walk.rootAt(receipt.size);
    if (root === undefined) unchecked.push(`${path}: the tiles for size ${receipt.size} are not there`);
    else if (bytesEqual(root, receipt.root)) anchored.push(receipt.size);
    else findings.add("fork", path, `the chain has another root for size ${receipt.size} than the tree`);
  }
  return anchored;
}
