import { VERDICT_MEANING, codeOfReport, groupFindings, printable } from "@daybook/verify";
import type { Aspect, Finding, Verdict } from "@daybook/verify";
import { Command } from "commander";
import { orCouldNotCheck } from "../audit-trail/could-not-check.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { waitForJob } from "../job-progress.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import type { Run } from "../run.ts";

/** What the server's check found. */
interface CheckResult {
  integrity: Verdict;
  completeness: Verdict;
  size: number;
  journal_records: number;
  store_records: number;
  erasures: number;
  erased_entries: number;
  findings: Finding[];
  findings_total: number;
  unchecked: string[];
}

export function addCheckCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("check")
    .summary("hold journal and store against the audit trail")
    .description(
      "Let the server check that its journal and its store still hold, byte for byte, what the audit trail commits to, and that nothing is missing but what was erased on record. Exit code 0: sound; 1: damaged; 2: it could not be checked.",
    )
    .option("--json", "the result as JSON")
    .action(async (flags: ServerFlags & { json?: true }) => {
      const hint = "Give the address and an admin key of a server with an audit trail.";
      await orCouldNotCheck(
        host,
        async () => {
          const client = await connect(flags, host);
          const job = await waitForJob(client, await client.admin.checkAudit(), "Checking", host);
          const result = job.result as CheckResult;
          host.out.write(flags.json ? `${JSON.stringify(result)}\n` : resultText(result, host.out.paint));
          run.exitCode = codeOfReport(result);
        },
        hint,
      );
    });
  program.addCommand(withServerFlags(command));
}

function resultText(result: CheckResult, paint: Host["out"]["paint"]): string {
  const { size, journal_records, store_records, erasures, erased_entries, findings, findings_total } = result;
  const lines = [
    `${paint.bold(entries(size))}, held against ${plural(journal_records, "event")} of the journal and ${formatCount(store_records)} of the store`,
  ];
  if (erasures > 0)
    lines.push(`  ${entries(erased_entries)} of erased subjects: the trail has the record of each erasure`);
  if (findings.length > 0) lines.push("");
  for (const { kind, place, message } of groupFindings(findings))
    lines.push(`${paint.red("✗")} ${printable(place)}: ${printable(message)} ${paint.dim(`[${kind}]`)}`);
  if (findings_total > findings.length) lines.push(`  and ${plural(findings_total - findings.length, "more finding")}`);
  for (const reason of result.unchecked) lines.push(paint.yellow(`! ${printable(reason)}`));
  lines.push("", verdictLine("integrity", result, paint), verdictLine("completeness", result, paint));
  return `${lines.join("\n")}\n`;
}

function entries(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "entry" : "entries"}`;
}

function verdictLine(aspect: Aspect, result: CheckResult, paint: Host["out"]["paint"]): string {
  const verdict = result[aspect];
  const colour = verdict === "sound" ? paint.green : verdict === "damaged" ? paint.red : paint.yellow;
  return `${`${aspect}:`.padEnd(14)}${colour(`${verdict}: ${VERDICT_MEANING[aspect][verdict]}`)}`;
}
