/**
 * An evidence file proves which events a trail has from one time to another, and the bytes of those that are given. JSON, one object a
 * line: a header, then each entry of the range in its order, with the record and its salt where they are given.
 */
export const EVIDENCE_FORMAT = "daybook/evidence@v1";

export interface EvidenceHeader {
  readonly format: typeof EVIDENCE_FORMAT;
  /** RFC 3339 UTC with microseconds: entries collected at `from` or later and before `to`. */
  readonly from: string;
  readonly to: string;
  /** Which records are given, in the search language; `""`: all. */
  readonly query: string;
  /** Levels, categories and event types that the trail had no entry for when the file was made. */
  readonly excluded: readonly string[];
  /** Index of the first entry: the last one before the range, if there is one. The last entry is the first one behind it. */
  readonly first: number;
  readonly count: number;
  /** The signed head. */
  readonly checkpoint: string;
  /** The notes of the trail's keys, `keys/0` first. */
  readonly keys: readonly string[];
  /** Base64 of the hashes of the largest perfect subtrees before the first entry, and of those behind the last. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export interface EvidenceEntry {
  /** The entry's exact text. */
  readonly entry: string;
  /** The record's exact text; absent where it was erased, has left the store, or is not what the query asks for. */
  readonly record?: string;
  /** Base64 of 32 bytes. */
  readonly salt?: string;
}

/** A line of this length is none: a record has at most a megabyte. */
export const MAX_EVIDENCE_LINE = 16 * 1024 * 1024;

/** Texts of this form are in the order of their times. */
const CANONICAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Whether a file begins as one of evidence. */
export function isEvidence(start: string): boolean {
  return start.startsWith(`{"format":"${EVIDENCE_FORMAT}"`);
}

/** @returns undefined when it is none. */
export function parseEvidenceHeader(line: string): EvidenceHeader | undefined {
  const header = parsed<EvidenceHeader>(line);
  if (header?.format !== EVIDENCE_FORMAT) return undefined;
  const { from, to, query, excluded, first, count, checkpoint, keys, left, right } = header;
  const texts = [from, to, query, checkpoint].every((value) => typeof value === "string");
  const lists = [excluded, keys, left, right].every(
    (list) => Array.isArray(list) && list.every((value) => typeof value === "string"),
  );
  const counts = [first, count].every((value) => Number.isSafeInteger(value) && (value as number) >= 0);
  return texts && lists && counts && isTime(from) && isTime(to) && from <= to ? (header as EvidenceHeader) : undefined;
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && CANONICAL_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

/** @returns undefined when it is none. */
export function parseEvidenceEntry(line: string): EvidenceEntry | undefined {
  const found = parsed<EvidenceEntry>(line);
  if (typeof found?.entry !== "string") return undefined;
  const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
  return isText(found.record) && isText(found.salt) ? (found as EvidenceEntry) : undefined;
}

/** Nothing is known of its members yet. */
function parsed<T>(line: string): Partial<T> | undefined {
  try {
    const value = JSON.parse(line) as Partial<T> | null;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
