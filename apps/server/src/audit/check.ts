import { receiptChecker } from "@daybook/anchor-evm";
import { RecordCheck, nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import { DaybookError, RETENTION_DAYS, retentionClassOf } from "@daybook/protocol";
import { Findings, checkTrail } from "@daybook/verify";
import type { Finding, Leaf, TrailReport, TrailSource } from "@daybook/verify";
import type { AuditRoom } from "./audit-room.ts";
import { CHECK_BATCH_BYTES, CHECK_BATCH_EVENTS, MAX_LISTED_FINDINGS } from "./limits.ts";

const DAY_MS = 86_400_000;

/** What the check needs of the rooms that hold records. */
export interface CheckSources {
  readonly audit: AuditRoom;
  readonly source: TrailSource;
  readonly journal: {
    stats(): { oldestSeq: number };
    /** From the files, not from memory. */
    readDisk(
      afterSeq: number,
      maxBytes: number,
      maxEvents: number,
    ): Promise<{ lastSeq: number; bytes: Uint8Array } | undefined>;
  };
  /** Stored lines of a range of numbers, both included, that still should be there: undefined when they cannot be read. */
  readonly nowMs: number;
  readonly storedLines: (firstSeq: number, lastSeq: number) => Promise<readonly string[]>;
  /** Stored lines of `erasure` events. */
  readonly erasures: () => Promise<readonly string[]>;
}

export interface AuditCheckResult {
  readonly integrity: TrailReport["integrity"];
  readonly completeness: TrailReport["completeness"];
  readonly size: number;
  readonly entries: number;
  readonly journal_records: number;
  readonly store_records: number;
  /** Erasures that the trail vouches for, and entries whose events they took. */
  readonly erasures: number;
  readonly erased_entries: number;
  /** At most a thousand. */
  readonly findings: readonly Finding[];
  readonly findings_total: number;
  readonly unchecked: readonly string[];
}

/** Checks the trail itself, and journal and store against it, byte for byte. */
export async function checkEverything(
  { audit, source, journal, storedLines, erasures, nowMs }: CheckSources,
  progress: (share: number, message: string) => void,
): Promise<AuditCheckResult> {
  const findings = new Findings();
  const records = new RecordCheck(audit.trail.subjects, findings);
  const expired = new Set<number>();
  if (audit.sequencer.state === "running") await audit.sequencer.settle();
  progress(0.01, "the trail");
  const report = await checkTrail(source, {
    hasher: nodeHasher,
    verifyEd25519: nodeVerifyEd25519,
    checkReceipt: receiptChecker(),
    onLeaf: (index, leaf) => {
      records.addLeaf(index, leaf);
      if (isExpired(leaf, nowMs)) expired.add(index);
    },
    onProgress: (done, size) => progress(0.01 + (0.3 * done) / size, "the trail"),
  });
  const unchecked = [...report.unchecked];
  const erased = await noteErasures(erasures, records, unchecked);
  const journalRecords = await checkJournal(journal, records, findings, unchecked, (share) =>
    progress(0.31 + 0.3 * share, "the journal"),
  );
  const storeRecords = await checkStore(storedLines, records, expired, unchecked, (share) =>
    progress(0.61 + 0.38 * share, "the store"),
  );
  const all = [...report.findings, ...findings.all];
  const worse = (aspect: "integrity" | "completeness"): TrailReport["integrity"] =>
    report[aspect] === "damaged" || findings.verdict(aspect) === "damaged" ? "damaged" : report[aspect];
  return {
    integrity: worse("integrity"),
    completeness: worse("completeness"),
    size: report.size ?? 0,
    entries: report.entries,
    journal_records: journalRecords,
    store_records: storeRecords,
    erasures: erased,
    erased_entries: records.erasedEntries,
    findings: all.slice(0, MAX_LISTED_FINDINGS),
    findings_total: all.length,
    unchecked,
  };
}

async function noteErasures(
  erasures: CheckSources["erasures"],
  records: RecordCheck,
  unchecked: string[],
): Promise<number> {
  try {
    const lines = await erasures();
    return lines.filter((line) => records.addErasure(Buffer.from(line))).length;
  } catch (error) {
    if (!(error instanceof DaybookError)) throw error;
    unchecked.push(`erasures: ${error.message}`);
    return 0;
  }
}

async function checkJournal(
  journal: CheckSources["journal"],
  records: RecordCheck,
  findings: Findings,
  unchecked: string[],
  progress: (share: number) => void,
): Promise<number> {
  const { range } = records;
  if (range === undefined) return 0;
  const copy = records.begin("journal");
  const first = Math.max(range.first, journal.stats().oldestSeq);
  for (let seq = first - 1; seq < range.last;) {
    try {
      const lines = await journal.readDisk(seq, CHECK_BATCH_BYTES, CHECK_BATCH_EVENTS);
      if (lines === undefined) break;
      records.addLines(copy, lines.bytes);
      seq = lines.lastSeq;
    } catch (error) {
      if (!(error instanceof DaybookError) || error.code !== "DAYBOOK_JOURNAL_DAMAGED") throw error;
      // The reader names file, offset and the events of the batch; the next batch is behind them.
      findings.add("record_changed", "journal", error.message);
      const last = /events (\d+) to (\d+)/i.exec(error.message)?.[2];
      if (last === undefined || Number(last) <= seq) {
        unchecked.push(`the journal behind event ${seq}`);
        return copy.records;
      }
      for (let lost = seq + 1; lost <= Number(last); lost++) records.excuse(copy, lost);
      seq = Number(last);
    }
    progress((seq - first) / Math.max(1, range.last - first));
  }
  records.end(copy, first);
  return copy.records;
}

async function checkStore(
  storedLines: CheckSources["storedLines"],
  records: RecordCheck,
  expired: ReadonlySet<number>,
  unchecked: string[],
  progress: (share: number) => void,
): Promise<number> {
  const { range } = records;
  if (range === undefined) return 0;
  const copy = records.begin("store");
  try {
    for (let seq = range.first; seq <= range.last; seq += CHECK_BATCH_EVENTS) {
      const lines = await storedLines(seq, Math.min(range.last, seq + CHECK_BATCH_EVENTS - 1));
      for (const line of lines) records.addRecord(copy, Buffer.from(line));
      progress((seq - range.first) / Math.max(1, range.last - range.first));
    }
  } catch (error) {
    if (!(error instanceof DaybookError)) throw error;
    unchecked.push(`the store: ${error.message}`);
    return copy.records;
  }
  records.end(copy, range.first, (index) => !expired.has(index));
  return copy.records;
}

/** Whether the store may have let go of it: a leaf does not say the level, so the shortest time that its type allows counts. */
function isExpired({ event_type, collected_at }: Leaf, nowMs: number): boolean {
  const days = RETENTION_DAYS[retentionClassOf(event_type, "INFO")];
  return days !== null && Date.parse(collected_at) + days * DAY_MS < nowMs;
}
