import { CompactRange, MerkleError, base64Decode, base64Encode, bytesEqual, perfectNodes } from "@daybook/merkle";
import { isCommitted } from "./commitment.ts";
import { EVIDENCE_FORMAT, MAX_EVIDENCE_LINE, parseEvidenceEntry, parseEvidenceHeader } from "./evidence-file.ts";
import type { EvidenceEntry, EvidenceHeader } from "./evidence-file.ts";
import type { Verdict } from "./finding.ts";
import { Findings } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { Head } from "./heads.ts";
import { tryHead } from "./heads.ts";
import type { Leaf } from "./leaf.ts";
import { OrderCheck } from "./order-check.ts";
import { textLines } from "./text-lines.ts";
import { vouchedKeys } from "./trusted-keys.ts";
import type { Cryptography, TrailKey } from "./trail-keys.ts";
import { readTrailKeys } from "./trail-keys.ts";

const FILE = "evidence";
const encoder = new TextEncoder();

export interface EvidenceReport {
  /** Whether every entry and record that is given is what was signed. */
  readonly integrity: Verdict;
  /** Whether no entry of the range is missing. */
  readonly completeness: Verdict;
  readonly findings: readonly Finding[];
  readonly header: EvidenceHeader | undefined;
  readonly head: Head | undefined;
  /** Verifier keys that the file's head was checked with. */
  readonly keys: readonly string[];
  /** Entries inside of the range. */
  readonly entries: number;
  /** Records that are proven, and entries whose record is not given. */
  readonly proven: number;
  readonly withheld: number;
}

export interface EvidenceOptions extends Cryptography {
  /** Verifier keys that the checker knows from elsewhere; the file's own keys must hold one of them. */
  readonly trustedKeys?: readonly string[] | undefined;
  readonly onProgress?: (done: number, count: number) => void;
}

/** Checks a file of evidence, given as pieces of its text, with nothing but the keys. Holds a hash or two for each bit of the trail's size. */
export async function checkEvidence(
  text: AsyncIterable<string>,
  { trustedKeys, onProgress, ...cryptography }: EvidenceOptions,
): Promise<EvidenceReport> {
  const findings = new Findings();
  const iterator = textLines(text, MAX_EVIDENCE_LINE);
  const start = await iterator.next();
  const header = start.done === true ? undefined : parseEvidenceHeader(start.value);
  if (header === undefined) {
    findings.add("file_missing", FILE, "this is no file of evidence: its first line is not the header of one");
    return report({ findings, header, head: undefined, keys: [], check: undefined });
  }
  const keys = await keysOf(header, trustedKeys, cryptography, findings);
  const head = await tryHead("checkpoint", encoder.encode(header.checkpoint), keys, findings);
  const check = RangeCheck.begin(header, cryptography, findings);
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    if (next.value === "") continue;
    check?.add(next.value);
    if (check !== undefined && check.done % 1_000 === 0) onProgress?.(check.done, header.count);
  }
  if (check !== undefined && head !== undefined) check.end(head);
  return report({ findings, header, head, keys: keys.map(({ vkey }) => vkey), check });
}

async function keysOf(
  header: EvidenceHeader,
  trustedKeys: readonly string[] | undefined,
  cryptography: Cryptography,
  findings: Findings,
): Promise<TrailKey[]> {
  const read = (path: string): Promise<Uint8Array | undefined> => {
    const note = header.keys[Number(path.replace("keys/", ""))];
    return Promise.resolve(note === undefined ? undefined : encoder.encode(note));
  };
  const keys = await readTrailKeys({ read }, cryptography, findings);
  const vouched = vouchedKeys(keys, trustedKeys);
  if (vouched.length === 0 && keys.length > 0)
    findings.add("key_invalid", "keys", "none of the keys in the file is one that you trust");
  return vouched;
}

function report(parts: {
  findings: Findings;
  header: EvidenceHeader | undefined;
  head: Head | undefined;
  keys: readonly string[];
  check: RangeCheck | undefined;
}): EvidenceReport {
  const { findings, header, head, keys, check } = parts;
  // Without a signature that holds nothing is proven, whatever agrees with itself.
  const isChecked = head !== undefined && check !== undefined;
  const integrity = findings.verdict("integrity");
  const completeness = findings.verdict("completeness");
  return {
    integrity: isChecked || integrity === "damaged" ? integrity : "unchecked",
    completeness: isChecked || completeness === "damaged" ? completeness : "unchecked",
    findings: findings.all,
    header,
    head,
    keys,
    entries: check?.inside ?? 0,
    proven: check?.proven ?? 0,
    withheld: check?.withheld ?? 0,
  };
}

/** Follows the entries of a range, and makes the root of the tree that they stand in. */
class RangeCheck {
  readonly #header: EvidenceHeader;
  readonly #hasher: Cryptography["hasher"];
  readonly #findings: Findings;
  readonly #tree: CompactRange;
  readonly #order: OrderCheck;
  #firstLeaf: Leaf | undefined;
  #lastLeaf: Leaf | undefined;
  done = 0;
  inside = 0;
  proven = 0;
  withheld = 0;

  private constructor(header: EvidenceHeader, hasher: Cryptography["hasher"], findings: Findings, tree: CompactRange) {
    this.#header = header;
    this.#hasher = hasher;
    this.#findings = findings;
    this.#tree = tree;
    this.#order = new OrderCheck(findings, header.first > 0);
  }

  /** Undefined when the hashes before the range cannot be those of a tree. */
  static begin(header: EvidenceHeader, { hasher }: Cryptography, findings: Findings): RangeCheck | undefined {
    try {
      const left = header.left.map((hash) => base64Decode(hash, "a hash before the range"));
      return new RangeCheck(header, hasher, findings, new CompactRange(hasher, header.first, left));
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error;
      findings.add("hash_changed", FILE, error.message);
      return undefined;
    }
  }

  add(line: string): void {
    const index = this.#header.first + this.done;
    const path = `${FILE} line ${this.done + 2}`;
    this.done++;
    const found = parseEvidenceEntry(line);
    if (found === undefined) {
      this.#findings.add("entry_changed", path, "the line holds no entry", index);
      return;
    }
    const bytes = encoder.encode(found.entry);
    this.#tree.append(this.#hasher.leaf(bytes));
    const leaf = this.#order.next(index, bytes, path);
    if (leaf === undefined) return;
    this.#firstLeaf ??= leaf;
    this.#lastLeaf = leaf;
    const { from, to } = this.#header;
    const isInside = leaf.collected_at >= from && leaf.collected_at < to;
    if (isInside) this.inside++;
    if (found.record === undefined && found.salt === undefined) this.withheld += isInside ? 1 : 0;
    else if (this.#isProven(leaf, found)) this.proven++;
    else this.#findings.add("record_changed", path, "the record is not the one that was committed to", index);
  }

  /** All lines were given. */
  end(head: Head): void {
    const { first, count, right, from, to } = this.#header;
    const end = first + count;
    if (this.done !== count || end > head.size) {
      const message =
        end > head.size
          ? `the entries ${first} to ${end - 1} are not in a tree of ${head.size}`
          : `${this.done} entries are there, the header says ${count}`;
      this.#findings.add(this.done > count ? "entry_inserted" : "entry_missing", FILE, message);
      return;
    }
    if (!this.#isRoot(right, end, head))
      this.#findings.add(
        "entry_changed",
        FILE,
        "the entries are not those of the signed tree at this place: one was changed, added, moved or removed",
      );
    const begins = first === 0 || (this.#firstLeaf !== undefined && this.#firstLeaf.collected_at < from);
    // A head does not say when it was signed: only an entry behind the time shows that the trail went on without another one in it.
    const ends = this.#lastLeaf !== undefined && this.#lastLeaf.collected_at >= to;
    const open = "that no entry of the time is missing is not shown: there is no entry";
    if (!begins) this.#findings.add("entry_missing", FILE, `${open} before it`, first);
    const isHeadsEnd = end === head.size && count > 0;
    const why = isHeadsEnd
      ? `the head ends at ${this.#lastLeaf?.collected_at}, before the time does`
      : `${open} behind it`;
    if (!ends) this.#findings.add("entry_missing", FILE, why, Math.max(0, end - 1));
  }

  /** What has no salt, or only that, proves nothing and must not stand among what is proven. */
  #isProven(leaf: Leaf, { record, salt }: EvidenceEntry): boolean {
    return record !== undefined && salt !== undefined && isCommitted(this.#hasher, leaf, record, salt);
  }

  #isRoot(right: readonly string[], end: number, head: Head): boolean {
    const nodes = perfectNodes(end, head.size);
    if (right.length !== nodes.length) return false;
    try {
      for (const [i, { level }] of nodes.entries())
        this.#tree.appendPerfect(level, base64Decode(right[i] as string, "a hash behind the range"));
    } catch (error) {
      if (error instanceof MerkleError) return false;
      throw error;
    }
    return bytesEqual(this.#tree.root(), head.root);
  }
}

/** The header's line for these parts, with its newline. */
export function evidenceHeaderLine(
  header: Omit<EvidenceHeader, "format" | "left" | "right"> & {
    left: readonly Uint8Array[];
    right: readonly Uint8Array[];
  },
): string {
  const { left, right, ...rest } = header;
  const hashes = { left: left.map((hash) => base64Encode(hash)), right: right.map((hash) => base64Encode(hash)) };
  return `${JSON.stringify({ format: EVIDENCE_FORMAT, ...rest, ...hashes })}\n`;
}
