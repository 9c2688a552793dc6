import type { Output } from "../host.ts";
import { MAX_REMEMBERED_REJECTS, MAX_SHOWN_REJECTS } from "../limits.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatCount, plural } from "../pretty/quantities.ts";

/** A line that is no event. */
export interface UnreadableLine {
  path: string;
  line: number;
  reason: string;
}

export interface FileFault {
  path: string;
  reason: string;
}

/** What a walk through the files met beside events. */
export class ScanReport {
  files = 0;
  /** Files in which nothing can be that was asked for; they were not read. */
  leftOutFiles = 0;
  lines = 0;
  /** Lines that do not begin as JSON. */
  plainTextCount = 0;
  unreadableCount = 0;
  /** The first ones, in the order of reading. */
  readonly unreadable: UnreadableLine[] = [];
  /** Files that were read in part or not at all. */
  readonly faults: FileFault[] = [];

  addUnreadable(path: string, line: number, reason: string): void {
    this.unreadableCount++;
    if (this.unreadable.length < MAX_REMEMBERED_REJECTS) this.unreadable.push({ path, line, reason });
  }

  addPlainText(path: string, line: number): void {
    this.plainTextCount++;
    this.addUnreadable(path, line, "plain text, not JSON");
  }
}

/** What is wrong with the files, for standard error; empty when nothing is. */
export function formatReport(report: ScanReport, { paint }: Pick<Output, "paint">): string {
  const { unreadable, unreadableCount, plainTextCount, faults } = report;
  const lines = faults.map(({ path, reason }) => `${paint.red("✗")} ${plainLine(path)}: ${plainLine(reason)}`);
  if (unreadableCount > 0) {
    const are = unreadableCount === 1 ? "is" : "are";
    lines.push(paint.yellow(`${plural(unreadableCount, "line")} ${are} no event and ${are} not shown:`));
    const shown = unreadable.slice(0, MAX_SHOWN_REJECTS);
    for (const { path, line, reason } of shown) lines.push(`  ${plainLine(path)}:${line}: ${plainLine(reason)}`);
    if (unreadableCount > shown.length) lines.push(`  … and ${formatCount(unreadableCount - shown.length)} more`);
  }
  if (plainTextCount > 0) {
    lines.push(paint.dim("Plain text has no fields to search in; a server takes it: daybook import --format text."));
  }
  return lines.map((line) => `${line}\n`).join("");
}
