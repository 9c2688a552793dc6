import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { MAX_LINE_BYTES } from "@daybook/protocol";
import type { Host } from "../host.ts";
import { LineCutter, type ByteLine } from "@daybook/importers";
import { startProgress } from "../import/progress.ts";
import { identityOf, listLogFiles, type LogFile } from "./list-log-files.ts";
import { isGzipFile, readContent, type ContentSource } from "./read-content.ts";
import type { ScanReport } from "./scan-report.ts";

/** Sees the lines of all files, each file from its start. */
export interface LineVisitor {
  /** Whether nothing that is wanted can be in the file. Asked once, before it is read. */
  leavesOut?(file: LogFile, source: ContentSource): Promise<boolean>;
  /** Not called for empty lines. The bytes are good until it returns. */
  line(file: LogFile, line: ByteLine): void;
  /** After the last line; `reason` when the content was damaged. */
  end?(file: LogFile, reason: string | undefined): void;
}

export interface ScanOptions {
  /** As given: directories are listed again at the end, for what was put aside in the meantime. */
  paths: readonly string[];
  /** In the order in which they are to be read. */
  files: readonly LogFile[];
  visitor: LineVisitor;
  report: ScanReport;
}

/** Rotations while the files are read: so often the directory is looked at again. */
const MAX_ROUNDS = 5;
/**
 * The line that the logger puts behind the last one of a file that it compresses. What stands behind it counts for nothing:
 * whoever wrote it has written it again elsewhere.
 */
const SEAL = Buffer.from("\u0004 sealed by daybook \u0004");

/**
 * Reads files that may be written to, put aside, compressed and removed meanwhile. Each is read up to the size that it
 * had when it was opened. A file that was put aside before its turn is found under its new name.
 */
export async function scanFiles({ paths, files, visitor, report }: ScanOptions, host: Host): Promise<void> {
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const progress = startProgress(paths.join(" "), totalBytes, host);
  const walk = new Walk(visitor, report, host, progress);
  try {
    for (const file of files) await walk.read(file);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const added = (await listLogFiles(paths)).filter((file) => walk.isUnknown(file));
      for (const file of added) await walk.read(file);
      if (added.length === 0) break;
    }
    walk.tellGone();
  } finally {
    progress.stop();
  }
}

type Progress = ReturnType<typeof startProgress>;

class Walk {
  readonly #visitor: LineVisitor;
  readonly #report: ScanReport;
  readonly #host: Host;
  readonly #progress: Progress;
  /** Files by what they are, and by the names under which something was read. */
  readonly #identities = new Set<string>();
  readonly #paths = new Set<string>();
  /** Gone before they could be opened. */
  readonly #gone = new Set<string>();
  #readBytes = 0;

  constructor(visitor: LineVisitor, report: ScanReport, host: Host, progress: Progress) {
    this.#visitor = visitor;
    this.#report = report;
    this.#host = host;
    this.#progress = progress;
  }

  /** A backup that has come up since: another file, and not the compressed form of one that was read. */
  isUnknown({ name, identity, path }: LogFile): boolean {
    if (name.kind !== "backup" || this.#identities.has(identity)) return false;
    return !(name.isGzip && this.#paths.has(withoutGz(path)));
  }

  /** Files that were removed for good: their lines are not in the answer. */
  tellGone(): void {
    for (const path of this.#gone) {
      if (!this.#paths.has(withoutGz(path)))
        this.#report.faults.push({ path, reason: "removed or renamed before it was read" });
    }
  }

  async read(file: LogFile): Promise<void> {
    let handle;
    try {
      handle = await open(file.path, constants.O_RDONLY);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // The logger's live file comes back under a backup's name.
      if (code === "ENOENT") return void (file.name.kind !== "live" && this.#gone.add(file.path));
      this.#paths.add(withoutGz(file.path));
      this.#report.faults.push({ path: file.path, reason: `cannot be opened: ${message}` });
      return;
    }
    try {
      const info = await handle.stat({ bigint: true });
      this.#identities.add(identityOf(info));
      // An empty one keeps the name free for a file that is just being put aside.
      if (info.size > 0n) this.#paths.add(withoutGz(file.path));
      const source = { handle, sizeBytes: Number(info.size), isGzip: await isGzipFile(handle) };
      const opened = { ...file, sizeBytes: source.sizeBytes, modifiedMs: Number(info.mtimeMs) };
      if ((await this.#visitor.leavesOut?.(opened, source)) === true) this.#report.leftOutFiles++;
      else await this.#readLines(opened, source);
      this.#progress.bytes((this.#readBytes += source.sizeBytes));
    } finally {
      await handle.close();
    }
  }

  async #readLines(file: LogFile, source: ContentSource): Promise<void> {
    const report = this.#report;
    const cutter = new LineCutter(MAX_LINE_BYTES);
    let damage: string | undefined;
    let isSealed = false;
    const visit = (lines: readonly ByteLine[]): void => {
      for (const line of lines) {
        isSealed ||= line.bytes?.equals(SEAL) === true;
        if (isSealed) return;
        report.lines++;
        if (line.lengthBytes > 0) this.#visitor.line(file, line);
      }
      this.#progress.events(report.lines);
    };
    const content = readContent(source, this.#host.interrupted, {
      onRead: (bytes) => this.#progress.bytes(this.#readBytes + bytes),
      onDamage: (reason) => (damage = reason),
    });
    try {
      for await (const chunk of content) {
        visit(cutter.push(chunk));
        if (isSealed) break;
      }
    } catch (error) {
      if (!isReadError(error)) throw error;
      damage = `cannot be read on: ${(error as Error).message}`;
    }
    if (!isSealed) visit(cutter.finish());
    report.files++;
    if (damage !== undefined) report.faults.push({ path: file.path, reason: damage });
    this.#visitor.end?.(file, damage);
  }
}

function withoutGz(path: string): string {
  return path.replace(/\.gz$/, "");
}

/** What a failing disk or network share says. */
function isReadError(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === "read";
}
