import type { TreeHasher } from "@daybook/merkle";
import { categoryOf, parseErasedLine } from "@daybook/protocol";
import { leafText } from "@daybook/verify";
import { MAX_NAME_LENGTH } from "./limits.ts";
import { sha256Into } from "./node-hash.ts";
import type { RecordView } from "./record-view.ts";
import { viewRecord } from "./record-view.ts";
import type { Selection } from "./selection.ts";
import type { SubjectKeys } from "./subject-keys.ts";
import { subjectName } from "./subject-keys.ts";

const NEWLINE = 0x0a;
const COMMITMENT_PREFIX = 0x02;
const SALT_BYTES = 32;
/** Most records fit; the buffer grows for others. */
const FIRST_SCRATCH = 4_096;
const PRINTABLE = /^[\u0020-\u007e]*$/;

/** Makes entries of journal lines. The same lines, keys and counts give the same entries: a replay makes the same tree. */
export class LeafMaker {
  readonly #hasher: TreeHasher;
  readonly #subjects: SubjectKeys;
  readonly #counts: Map<string, number>;
  /** 0x02 ‖ salt ‖ record, hashed as one piece. */
  #scratch = Buffer.alloc(FIRST_SCRATCH);
  #saltData = Buffer.alloc(256);
  readonly #digest = Buffer.alloc(SALT_BYTES);

  /** `counts`: how many leaves each producer has so far. */
  constructor(hasher: TreeHasher, subjects: SubjectKeys, counts: Iterable<readonly [string, number]>) {
    this.#hasher = hasher;
    this.#subjects = subjects;
    this.#counts = new Map(counts);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /**
   * The entries of whole lines of the journal.
   *
   * @throws Error when a line is no canonical record.
   */
  make(lines: Uint8Array, selection: Selection): Uint8Array[] {
    const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
    const text = bytes.toString("latin1");
    const entries: Uint8Array[] = [];
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found === -1 ? bytes.length : found;
      const line = text.slice(at, end);
      const record = viewRecord(line);
      if (record === undefined && parseErasedLine(line) !== undefined) {
        // Only where a trail is begun anew over an old journal: what was erased has its entry in the trail before.
        at = end + 1;
        continue;
      }
      if (record === undefined) throw new Error(`A line of the journal is no record: ${text.slice(at, at + 80)}`);
      if (selection.has(record.level, record.event_type)) entries.push(this.#entry(record, bytes.subarray(at, end)));
      at = end + 1;
    }
    return entries;
  }

  #entry(record: RecordView, payload: Buffer): Uint8Array {
    const producer = this.#short(record.producer);
    const count = (this.#counts.get(producer) ?? 0) + 1;
    this.#counts.set(producer, count);
    const subject = this.#subjects.get(subjectName(record.user_id, record.producer));
    const text = leafText({
      seq: record.seq,
      collected_at: record.collected_at,
      producer,
      count,
      category: categoryOf(record.event_type),
      event_type: this.#short(record.event_type),
      subject: subject.pseudonym,
      length: payload.length,
      commitment: this.#commitment(subject.key, record.id, payload),
    });
    return Buffer.from(text, "latin1");
  }

  /** `commitmentOf` of verify, with buffers that are used again. */
  #commitment(subjectKey: Uint8Array, eventId: string, payload: Buffer): string {
    const length = 1 + SALT_BYTES + payload.length;
    if (length > this.#scratch.length) this.#scratch = Buffer.alloc(2 * length);
    const scratch = this.#scratch;
    const saltLength = subjectKey.length + Buffer.byteLength(eventId);
    if (saltLength > this.#saltData.length) this.#saltData = Buffer.alloc(2 * saltLength);
    this.#saltData.set(subjectKey);
    this.#saltData.write(eventId, subjectKey.length);
    scratch[0] = COMMITMENT_PREFIX;
    sha256Into(this.#saltData.subarray(0, saltLength), scratch, 1);
    scratch.set(payload, 1 + SALT_BYTES);
    sha256Into(scratch.subarray(0, length), this.#digest, 0);
    return this.#digest.toString("base64");
  }

  #short(name: string): string {
    const isShort = PRINTABLE.test(name) ? name.length <= MAX_NAME_LENGTH : 6 * name.length <= 2 * MAX_NAME_LENGTH;
    if (isShort) return name;
    return `sha256:${Buffer.from(this.#hasher.digest(Buffer.from(name))).toString("hex")}`;
  }
}
