import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { LogRecord } from "@daybook/protocol";
import type { Host } from "../host.ts";
import type { ByteLine } from "@daybook/importers";
import { EventReader, isFault, type LineFault } from "../log-dir/event-reader.ts";
import { requireLogFiles, type LogFile } from "../log-dir/list-log-files.ts";
import { scanFiles, type LineVisitor } from "../log-dir/scan-files.ts";
import { ScanReport } from "../log-dir/scan-report.ts";
import { MAX_SHOWN_REJECTS } from "../limits.ts";
import { plural } from "../pretty/quantities.ts";
import { AuditCheck } from "./audit-check.ts";
import { findMissingBackups, findTwins, stemOf } from "./backup-names.ts";
import { Findings } from "./findings.ts";
import { NumberRanges } from "./number-ranges.ts";
import { StemCheck } from "./stem-check.ts";

export interface Verification {
  findings: Findings;
  /** What could not be checked, and why. */
  notes: string[];
  files: number;
  lines: number;
  events: number;
  /** Times of the oldest and the newest event. */
  first: string | undefined;
  last: string | undefined;
  /** Producers that count their events, so that a hole would show. */
  counting: number;
}

/** Looks at every line of every file. */
export async function verifyFiles(paths: readonly string[], host: Host): Promise<Verification> {
  const files = await requireLogFiles(paths);
  const report = new ScanReport();
  const checker = new Checker(findTwins(files));
  for (const finding of findMissingBackups(files)) checker.findings.add(finding);
  // The audit file first: the others are held against it.
  const inOrder = files.toSorted((a, b) => Number(isAudit(b)) - Number(isAudit(a)));
  await scanFiles({ paths, files: inOrder, visitor: checker, report }, host);
  return checker.finish(report);
}

/** The file that is being read. */
interface OpenFile {
  path: string;
  events: number;
  lines: number;
  /** Lines of plain text, the first ones by number. */
  plain: number[];
  plainCount: number;
}

class Checker implements LineVisitor {
  readonly findings = new Findings();
  readonly #twins: ReadonlySet<string>;
  readonly #reader = new EventReader();
  readonly #stems = new Map<string, StemCheck>();
  readonly #audits = new Map<string, AuditCheck>();
  readonly #producers = new Map<string, NumberRanges>();
  readonly #notes: string[] = [];
  /** Last lines without an end, of files that may be written to just now. */
  readonly #unended: { file: LogFile; line: number; detail: string }[] = [];
  #file: OpenFile | undefined;
  #events = 0;
  #first: string | undefined;
  #last: string | undefined;

  constructor(twins: ReadonlySet<string>) {
    this.#twins = twins;
  }

  line(file: LogFile, line: ByteLine): void {
    const current = this.#open(file);
    current.lines = line.number;
    const read = this.#reader.read(file, line);
    if (isFault(read)) return this.#fault(file, line, read, current);
    current.events++;
    this.#event(file, line.number, read.record, read.hasOwnId);
  }

  end(file: LogFile, damage: string | undefined): void {
    const current = this.#open(file);
    this.#file = undefined;
    this.#stemOf(file).end(current.lines);
    if (damage !== undefined) {
      const detail = `${damage}; readable up to line ${current.lines}`;
      this.findings.add({ kind: "damaged_gzip", path: file.path, line: current.lines, detail });
    }
    if (current.plainCount === 0) return;
    if (current.events === 0) {
      this.#notes.push(`${file.path} is plain text: nothing in it can be checked.`);
      return;
    }
    for (const line of current.plain)
      this.findings.add({ kind: "unreadable_line", path: file.path, line, detail: "plain text between events" });
    const more = current.plainCount - current.plain.length;
    if (more > 0) this.#notes.push(`${file.path} has ${plural(more, "more line")} of plain text between events.`);
  }

  async finish(report: ScanReport): Promise<Verification> {
    for (const { path, reason } of report.faults) {
      if (!this.findings.named.some((finding) => finding.kind === "damaged_gzip" && finding.path === path))
        this.findings.add({ kind: "unread_file", path, detail: reason });
    }
    for (const { file, line, detail } of this.#unended) {
      if (await hasGrown(file)) this.#notes.push(`${file.path} is being written; its last line was not whole yet.`);
      else this.findings.add({ kind: "torn_line", path: file.path, line, detail });
    }
    for (const [producer, ranges] of this.#producers) {
      for (const { from, to, path, line } of ranges.gaps()) {
        const which = from === to ? `number ${from}` : `numbers ${from} to ${to}`;
        this.findings.add({ kind: "missing_numbers", path, line, detail: `${producer}: ${which} missing after it` });
      }
    }
    for (const audit of this.#audits.values()) {
      const note = audit.finish(this.findings);
      if (note !== undefined) this.#notes.push(note);
    }
    if ([...this.#stems.values()].some(({ unwatched }) => unwatched))
      this.#notes.push(
        "There are so many writing programs that the order of times was checked for the first ones only.",
      );
    for (const path of this.#twins)
      this.#notes.push(`${path} stands beside its uncompressed form: a compression was broken off, or goes on.`);
    return {
      findings: this.findings,
      notes: this.#notes,
      files: report.files,
      lines: report.lines,
      events: this.#events,
      first: this.#first,
      last: this.#last,
      counting: this.#producers.size,
    };
  }

  #open(file: LogFile): OpenFile {
    if (this.#file?.path === file.path) return this.#file;
    this.#file = { path: file.path, events: 0, lines: 0, plain: [], plainCount: 0 };
    this.#stemOf(file).begin(file);
    return this.#file;
  }

  #fault(file: LogFile, line: ByteLine, fault: LineFault, current: OpenFile): void {
    const { path } = file;
    if (!line.isEnded) {
      this.#unended.push({ file, line: line.number, detail: "the file ends in the middle of this line" });
    } else if (fault.isPlainText) {
      if (current.plainCount++ < MAX_SHOWN_REJECTS) current.plain.push(line.number);
    } else if (fault.reason.startsWith("unexpected end")) {
      const detail = "the line breaks off, as a program leaves it that was killed while writing";
      this.findings.add({ kind: "torn_line", path, line: line.number, detail });
    } else {
      this.findings.add({ kind: "unreadable_line", path, line: line.number, detail: fault.reason });
    }
  }

  #event(file: LogFile, line: number, record: LogRecord, hasOwnId: boolean): void {
    this.#events++;
    const { timestamp, producer, producer_seq: number } = record;
    if (this.#first === undefined || timestamp < this.#first) this.#first = timestamp;
    if (this.#last === undefined || timestamp > this.#last) this.#last = timestamp;
    if (producer !== undefined && number !== undefined) {
      let ranges = this.#producers.get(producer);
      if (ranges === undefined) this.#producers.set(producer, (ranges = new NumberRanges()));
      ranges.add(number, file.path, line);
    }
    // Both forms of a file hold the same lines: once is enough to follow their order.
    if (this.#twins.has(file.path)) return;
    this.#stemOf(file).event(file, line, record, hasOwnId);
    if (hasOwnId && file.name.kind !== "other") this.#holdAgainstAudit(file, line, record);
    const loss = isAudit(file) || !this.#audits.has(dirname(file.path)) ? lossOf(record) : undefined;
    if (loss !== undefined) this.findings.add({ kind: "reported_loss", path: file.path, line, detail: loss });
  }

  #holdAgainstAudit(file: LogFile, line: number, record: LogRecord): void {
    const dir = dirname(file.path);
    let audit = this.#audits.get(dir);
    if (isAudit(file)) {
      if (audit === undefined) this.#audits.set(dir, (audit = new AuditCheck()));
      audit.addAudited(record);
    } else audit?.check(file.path, line, record);
  }

  #stemOf(file: LogFile): StemCheck {
    const stem = stemOf(file);
    let check = this.#stems.get(stem);
    if (check === undefined) this.#stems.set(stem, (check = new StemCheck(this.findings)));
    return check;
  }
}

function isAudit({ name }: LogFile): boolean {
  return name.stem === "audit" && name.kind !== "other";
}

/** What the logger or the collector itself says of events that were lost. */
function lossOf({ event_type: eventType, message }: LogRecord): string | undefined {
  return eventType === "logs_dropped" || eventType === "gap_detected" ? `${eventType}: ${message}` : undefined;
}

async function hasGrown({ path, sizeBytes, identity }: LogFile): Promise<boolean> {
  const info = await stat(path, { bigint: true }).catch(() => undefined);
  return info === undefined || Number(info.size) > sizeBytes || !identity.startsWith(`${info.dev}:${info.ino}:`);
}
