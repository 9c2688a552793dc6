import { TILE_WIDTH, parseTilePath } from "@daybook/merkle";
import type { Aspect, Finding, FindingKind } from "./finding.ts";
import { GROUPED_FROM } from "./limits.ts";

/** Findings that are told together: one, or a row of equal ones side by side. */
export interface FindingGroup {
  readonly kind: FindingKind;
  readonly aspect: Aspect;
  /** The file, or the first and the last, and which entries or hashes. */
  readonly place: string;
  readonly message: string;
  /** Findings in it. */
  readonly count: number;
}

/** What a finding concerns, counted in entries, or in hashes of one level of tiles. */
interface Span {
  readonly finding: Finding;
  /** Its position among all findings. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** All findings, in the order in which they were found; many equal ones side by side as one group. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const buckets = new Map<string, Span[]>();
  const groups: { at: number; group: FindingGroup }[] = [];
  for (const [at, finding] of findings.entries()) {
    const spread = spreadOf(finding);
    if (spread === undefined) {
      groups.push({ at, group: single(finding) });
      continue;
    }
    const span = { finding, at, from: spread.from, to: spread.to };
    const bucket = buckets.get(spread.bucket);
    if (bucket === undefined) buckets.set(spread.bucket, [span]);
    else bucket.push(span);
  }
  for (const bucket of buckets.values()) {
    for (const row of rowsOf(bucket)) {
      if (row.length < GROUPED_FROM) for (const { at, finding } of row) groups.push({ at, group: single(finding) });
      else groups.push({ at: Math.min(...row.map(({ at }) => at)), group: together(row) });
    }
  }
  return groups.toSorted((a, b) => a.at - b.at).map(({ group }) => group);
}

/** Where a finding in a tile or bundle lies, and with which others it could be told; undefined for all other files. */
function spreadOf(finding: Finding): { bucket: string; from: number; to: number } | undefined {
  const { kind, path, index, message } = finding;
  const file = parseTilePath(path);
  if (file === undefined) return undefined;
  const level = file.kind === "tile" ? String(file.level) : "entries";
  const first = file.index * TILE_WIDTH;
  if (isWholeFile(finding)) return { bucket: `${kind} ${level}`, from: first, to: first + file.width };
  const from = file.kind === "tile" ? first + (index ?? 0) : (index ?? first);
  return { bucket: `${kind} ${level} ${message}`, from, to: from + 1 };
}

function isWholeFile({ kind, index }: Finding): boolean {
  return index === undefined || kind === "file_missing";
}

/** Spans that touch each other, row by row. */
function rowsOf(bucket: readonly Span[]): Span[][] {
  const rows: Span[][] = [];
  let end = Number.NaN;
  for (const span of bucket.toSorted((a, b) => a.from - b.from)) {
    const row = rows.at(-1);
    if (row === undefined || span.from > end) {
      rows.push([span]);
      end = span.to;
    } else {
      row.push(span);
      end = Math.max(end, span.to);
    }
  }
  return rows;
}

function single(finding: Finding): FindingGroup {
  const { kind, aspect, path, index, message } = finding;
  const unit = path.startsWith("tile/") && !path.startsWith("tile/entries/") ? "hash" : "entry";
  const place = index === undefined || isWholeFile(finding) ? path : `${path} ${unit} ${index}`;
  return { kind, aspect, place, message, count: 1 };
}

function together(row: readonly Span[]): FindingGroup {
  const first = row[0] as Span;
  const last = row.at(-1) as Span;
  const { kind, aspect, path, message } = first.finding;
  const files = path === last.finding.path ? path : `${path} … ${last.finding.path}`;
  const isEntries = path.startsWith("tile/entries/");
  let which = `${row.length} hashes`;
  if (isWholeFile(first.finding)) which = `${row.length} files`;
  else if (isEntries) which = `entries ${first.from} to ${last.to - 1}`;
  const text = kind === "file_missing" && isEntries ? `entries ${first.from} to ${last.to - 1} are not there` : message;
  return { kind, aspect, place: `${files} (${which})`, message: text, count: row.length };
}
