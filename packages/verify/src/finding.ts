/**
 * `integrity`: what is there differs from what was signed. `completeness`: something that was signed, or that a count says was
 * there, is missing.
 */
export type Aspect = "integrity" | "completeness";

export type FindingKind =
  | "file_missing"
  | "entry_changed"
  | "entry_missing"
  | "entry_inserted"
  | "entry_moved"
  | "length_changed"
  | "hash_changed"
  | "tile_size"
  | "head_invalid"
  | "head_missing"
  | "key_invalid"
  | "key_ended"
  | "fork"
  | "rollback"
  | "receipt_invalid"
  | "leaf_invalid"
  | "seq_backwards"
  | "time_backwards"
  | "count_gap"
  | "record_changed"
  | "record_missing";

/** One damage, with its exact place. */
export interface Finding {
  readonly kind: FindingKind;
  readonly aspect: Aspect;
  /** File below the trail's directory or address, or what else was looked at. */
  readonly path: string;
  /** Entry of the trail; in a tile of hashes the position in it. */
  readonly index?: number;
  /** For people: what was expected and what was found. */
  readonly message: string;
}

export type Verdict = "sound" | "damaged" | "unchecked";

const ASPECTS: Record<FindingKind, Aspect> = {
  file_missing: "completeness",
  entry_changed: "integrity",
  entry_missing: "completeness",
  entry_inserted: "integrity",
  entry_moved: "integrity",
  length_changed: "integrity",
  hash_changed: "integrity",
  tile_size: "integrity",
  head_invalid: "integrity",
  head_missing: "completeness",
  key_invalid: "integrity",
  key_ended: "integrity",
  fork: "integrity",
  rollback: "completeness",
  receipt_invalid: "integrity",
  leaf_invalid: "integrity",
  seq_backwards: "integrity",
  time_backwards: "integrity",
  count_gap: "completeness",
  record_changed: "integrity",
  record_missing: "completeness",
};

/** All damage found so far. */
export class Findings {
  readonly all: Finding[] = [];

  add(kind: FindingKind, path: string, message: string, index?: number): void {
    this.all.push({ kind, aspect: ASPECTS[kind], path, ...(index === undefined ? {} : { index }), message });
  }

  verdict(aspect: Aspect): Verdict {
    return this.all.some((finding) => finding.aspect === aspect) ? "damaged" : "sound";
  }
}
