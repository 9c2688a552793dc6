import type { ErasurePlan } from "@daybook/client";
import { Command } from "commander";
import { CommandFailure, usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { waitForJob } from "../job-progress.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { plural } from "../pretty/quantities.ts";
import { subjectOf, withSubjectFlags, type SubjectFlags } from "./subject-flags.ts";

interface EraseFlags extends ServerFlags, SubjectFlags {
  reason?: string;
  yes?: true;
  json?: true;
}

interface Erased {
  events: number;
  not_reached: string[];
}

export function addEraseCommand(program: Command, host: Host): void {
  const command = withSubjectFlags(new Command("erase"))
    .summary("erase the events of one person or program")
    .description(
      "Show what there is of a subject; with --yes erase it from journal and store and destroy its key. The audit trail and every proof stay valid, and the erasure is recorded. It cannot be undone. Exit code 1: it was refused or could not be ended; the reason is said.",
    )
    .option("--reason <text>", "why, for the record; without the person's name", "")
    .option("--yes", "do it")
    .option("--json", "the plan or the result as JSON")
    .action(async (flags: EraseFlags) => {
      const subject = subjectOf(flags);
      if (subject === undefined) throw usageFailure("Nobody is named.", "Give --user ID or --producer ID.");
      const client = await connect(flags, host);
      const plan = await client.admin.planErasure(subject);
      if (plan.refused !== null) {
        // Asked for in earnest it is refused by the server too, which records it.
        if (flags.yes) await client.admin.erase(subject, flags.reason ?? "");
        const hint = "Lift the hold (`daybook hold list`), or wait until the time that is named.";
        throw new CommandFailure(EXIT.someFailed, `The erasure is refused: ${plainLine(plan.refused)}`, hint);
      }
      if (!flags.yes) {
        host.out.write(flags.json ? `${JSON.stringify(plan)}\n` : planText(plan));
        return;
      }
      const started = await client.admin.erase(subject, flags.reason ?? "");
      const job = await waitForJob(client, started, "Erasing", host);
      const result = job.result as Erased;
      if (flags.json) return host.out.write(`${JSON.stringify(result)}\n`);
      host.out.write(`Erased: ${plural(result.events, "event")}. Nothing in journal and store has them any more.\n`);
      return host.out.write(notReachedText(result.not_reached));
    });
  program.addCommand(withServerFlags(command));
}

function planText({ events, classes, not_reached }: ErasurePlan): string {
  if (events === 0) return "There are no events of this subject.\n";
  const lines = classes.map(
    ({ retention_class, events: count, newest }) =>
      `  ${retention_class}: ${plural(count, "event")}, the newest of ${newest}`,
  );
  return `${plural(events, "event")} would be erased:\n${lines.join("\n")}\n${notReachedText(not_reached)}Add --yes to erase them. It cannot be undone.\n`;
}

function notReachedText(places: readonly string[]): string {
  return `Not reached, see to them yourself:\n${places.map((place) => `  ${plainLine(place)}\n`).join("")}`;
}
