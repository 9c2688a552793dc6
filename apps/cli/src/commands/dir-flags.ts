import type { Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import type { ServerFlags } from "../connect.ts";
import type { FieldOpener } from "../encrypted-fields/open-line.ts";
import { formatClosed } from "../encrypted-fields/open-line.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { formatReport, type ScanReport } from "../log-dir/scan-report.ts";
import type { Run } from "../run.ts";
import { collect } from "./shared-flags.ts";

export interface DirFlags {
  dir?: string[];
}

/** Adds `--dir`. */
export function withDirFlag(command: Command): Command {
  return command.option(
    "--dir <path>",
    "read the log files of this directory (or one file) instead of asking a server; may be given again",
    collect,
  );
}

/** A directory and a server at once would leave open which of them is meant. */
export function refuseServerFlags({ url, key, dataDir }: ServerFlags): void {
  const given = [
    ["--url", url],
    ["--key", key],
    ["--data", dataDir],
  ].find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw usageFailure(`--dir and ${given[0]} cannot be had together.`, "--dir reads files and asks no server.");
  }
}

/** Tells on standard error what was wrong with files, lines and fields. What could not be read fails the command. */
export function tellReport(
  { report, opener }: { report: ScanReport; opener?: FieldOpener | undefined },
  { asJson }: { asJson: boolean },
  { err }: Pick<Host, "err">,
  run: Run,
): void {
  const closedCount = opener?.closedCount ?? 0;
  if (report.faults.length > 0 || closedCount > 0) run.exitCode = EXIT.someFailed;
  if (!asJson) {
    err.write(formatReport(report, err));
    if (opener !== undefined) err.write(formatClosed(opener));
    return;
  }
  if (report.faults.length === 0 && report.unreadableCount === 0 && closedCount === 0) return;
  const { faults, unreadable, unreadableCount } = report;
  const told = {
    faults,
    unreadable_count: unreadableCount,
    unreadable,
    ...(opener && { closed_count: closedCount, closed: opener.closed }),
  };
  err.write(`${JSON.stringify(told)}\n`);
}
