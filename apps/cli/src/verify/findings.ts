import { MAX_REMEMBERED_REJECTS } from "../limits.ts";

/** What damages there are, and which of the two verdicts each speaks against. */
export const FINDING_KINDS = {
  damaged_gzip: ["changed", "missing"],
  unreadable_line: ["changed"],
  repeated_event: ["changed"],
  time_backwards: ["changed"],
  files_out_of_order: ["changed"],
  torn_line: ["missing"],
  missing_backup: ["missing"],
  missing_numbers: ["missing"],
  not_in_audit: ["missing"],
  reported_loss: ["missing"],
  unread_file: ["missing"],
} as const satisfies Record<string, readonly ("changed" | "missing")[]>;

export type FindingKind = keyof typeof FINDING_KINDS;

export interface Finding {
  kind: FindingKind;
  path: string;
  /** Absent when it concerns the file as a whole. */
  line?: number;
  detail: string;
}

/** All that was found, the first ones by name. */
export class Findings {
  readonly named: Finding[] = [];
  readonly counts: Partial<Record<FindingKind, number>> = {};

  add(finding: Finding): void {
    this.counts[finding.kind] = (this.counts[finding.kind] ?? 0) + 1;
    if (this.named.length < MAX_REMEMBERED_REJECTS) this.named.push(finding);
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** Findings that speak against one verdict. */
  against(verdict: "changed" | "missing"): number {
    return Object.entries(this.counts).reduce((sum, [kind, count]) => {
      const sides: readonly string[] = FINDING_KINDS[kind as FindingKind];
      return sides.includes(verdict) ? sum + count : sum;
    }, 0);
  }
}
