import { printField } from "../fields.ts";
import type { TermKind } from "./term.ts";

export type TimeColumn = "timestamp" | "collected_at";

/**
 * `timestamp:>=now-1h`, `timestamp:2024-01-15`: from an instant, itself included, to another that is not. Text as in
 * records, so that both compare as text; null is open; never both.
 */
export interface TimeTerm {
  readonly kind: "time";
  readonly field: TimeColumn;
  readonly from: string | null;
  readonly before: string | null;
}

export const timeTerm: TermKind<TimeTerm> = {
  print({ field, from, before }) {
    const name = printField({ kind: "column", name: field });
    return `${name}:[${from ?? "*"} TO ${before ?? "*"}}`;
  },

  match({ field, from, before }) {
    if (from === null) return (record) => record[field] < (before ?? "");
    if (before === null) return (record) => record[field] >= from;
    return (record) => record[field] >= from && record[field] < before;
  },

  sql({ field, from, before }, params) {
    const sides: string[] = [];
    if (from !== null) sides.push(`${field} >= ${params.bind("DateTime64(6,'UTC')", sqlTime(from))}`);
    if (before !== null) sides.push(`${field} < ${params.bind("DateTime64(6,'UTC')", sqlTime(before))}`);
    return sides.length === 1 ? (sides[0] as string) : `(${sides.join(" AND ")})`;
  },
};

function sqlTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 26)}`;
}
