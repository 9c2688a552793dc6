import { parseErasedLine } from "@daybook/protocol";
import { commitmentOf, saltOf } from "@daybook/verify";
import type { Findings, Leaf } from "@daybook/verify";
import { nodeHasher } from "./node-hash.ts";
import { viewRecord } from "./record-view.ts";
import type { SubjectKeys } from "./subject-keys.ts";
import { subjectName } from "./subject-keys.ts";

const NEWLINE = 0x0a;

function seqOf(text: string): number {
  return Number(/^\{"seq":(\d{1,16})[,}]/.exec(text)?.[1]);
}

/** One copy of the records: the journal, the store, an export. */
export interface RecordCopy {
  /** Said in findings before the number of the event. */
  readonly name: string;
  /** What was seen, by the position of the leaf. */
  readonly seen: Uint8Array;
  records: number;
}

/** Holds copies of records against the leaves of a trail: each byte of each must be what was committed to. */
export class RecordCheck {
  readonly #subjects: Pick<SubjectKeys, "find">;
  readonly #findings: Findings;
  readonly #seqs: number[] = [];
  readonly #commitments: string[] = [];
  /** By position: which of the subjects. A trail has many entries and few subjects. */
  readonly #subjectOf: number[] = [];
  readonly #numbers = new Map<string, number>();
  /** By a subject's number: its events up to this number of the journal were erased. */
  readonly #erasedUpTo = new Map<number, number>();
  #firstIndex = 0;

  constructor(subjects: Pick<SubjectKeys, "find">, findings: Findings) {
    this.#subjects = subjects;
    this.#findings = findings;
  }

  /** Leaves in their order. */
  addLeaf(index: number, leaf: Leaf): void {
    if (this.#seqs.length === 0) this.#firstIndex = index;
    this.#seqs.push(leaf.seq);
    this.#commitments.push(leaf.commitment);
    this.#subjectOf.push(this.#numberOf(leaf.subject));
  }

  /**
   * Takes note of an erasure: copies may lack the subject's events from here on. Only a record that the trail vouches for counts, and
   * none can say that a later event was erased.
   *
   * @param line the record of an `erasure` event. @returns false when it says of no events that they are gone, or is not to be believed.
   */
  addErasure(line: Buffer): boolean {
    const text = line.toString("latin1");
    const position = this.#find(seqOf(text));
    if (position === undefined || this.#problemOf(line, text, position) !== undefined) return false;
    const { data } = JSON.parse(line.toString()) as { data?: { subject?: unknown; last_seq?: unknown } };
    const { subject, last_seq: lastSeq } = data ?? {};
    if (typeof subject !== "string" || typeof lastSeq !== "number" || lastSeq >= seqOf(text)) return false;
    const number = this.#numberOf(subject);
    this.#erasedUpTo.set(number, Math.max(lastSeq, this.#erasedUpTo.get(number) ?? 0));
    return true;
  }

  /** Entries whose events may be gone. */
  get erasedEntries(): number {
    return this.#seqs.filter((_, position) => this.#isErased(position)).length;
  }

  get leaves(): number {
    return this.#seqs.length;
  }

  /** Numbers of the journal between which leaves lie; undefined when there are none. */
  get range(): { first: number; last: number } | undefined {
    const first = this.#seqs[0];
    const last = this.#seqs.at(-1);
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  begin(name: string): RecordCopy {
    return { name, seen: new Uint8Array(this.#seqs.length), records: 0 };
  }

  /** Whole lines of a copy, in any order. */
  addLines(copy: RecordCopy, lines: Uint8Array): void {
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found === -1 ? bytes.length : found;
      if (end > at) this.addRecord(copy, bytes.subarray(at, end));
      at = end + 1;
    }
  }

  addRecord(copy: RecordCopy, record: Buffer): void {
    copy.records++;
    const text = record.toString("latin1");
    const seq = seqOf(text);
    const position = this.#find(seq);
    if (position === undefined) return;
    copy.seen[position] = 1;
    const isErased = this.#isErased(position);
    if (isErased && parseErasedLine(text) !== undefined) return;
    const problem = isErased ? "it was erased, and is still there" : this.#problemOf(record, text, position);
    if (problem !== undefined)
      this.#findings.add("record_changed", `${copy.name} event ${seq}`, problem, this.#firstIndex + position);
  }

  /** This record need not be looked for any more: what became of it is said elsewhere. */
  excuse(copy: RecordCopy, seq: number): void {
    const position = this.#find(seq);
    if (position !== undefined) copy.seen[position] = 1;
  }

  /** Names the records that the copy lacks, from this number of the journal on; returns how many. */
  end(copy: RecordCopy, fromSeq: number, isExpected: (index: number) => boolean = () => true): number {
    let missing = 0;
    for (const [position, seq] of this.#seqs.entries()) {
      if (seq < fromSeq || copy.seen[position] === 1 || !isExpected(this.#firstIndex + position)) continue;
      if (this.#isErased(position)) continue;
      missing++;
      this.#findings.add(
        "record_missing",
        `${copy.name} event ${seq}`,
        "the trail has an entry for it",
        this.#firstIndex + position,
      );
    }
    return missing;
  }

  #numberOf(subject: string): number {
    const known = this.#numbers.get(subject);
    if (known !== undefined) return known;
    this.#numbers.set(subject, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #isErased(position: number): boolean {
    const upTo = this.#erasedUpTo.get(this.#subjectOf[position] as number);
    return upTo !== undefined && (this.#seqs[position] as number) <= upTo;
  }

  #problemOf(record: Buffer, text: string, position: number): string | undefined {
    const view = viewRecord(text);
    if (view === undefined) return "the line is no record any more";
    const subject = this.#subjects.find(subjectName(view.user_id, view.producer));
    if (subject === undefined)
      return "its user or producer is none that has a key: it was changed, or erased only in part";
    const salt = saltOf(nodeHasher, subject.key, view.id);
    if (commitmentOf(nodeHasher, salt, record) === this.#commitments[position]) return undefined;
    return "the record is not the one that was committed to";
  }

  #find(seq: number): number | undefined {
    let low = 0;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#seqs[low] === seq ? low : undefined;
  }
}
