import type { Hold } from "@daybook/client";
import { Argument, Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatTable } from "../pretty/table.ts";
import { subjectOf, withSubjectFlags, type SubjectFlags } from "./subject-flags.ts";

interface HoldFlags extends ServerFlags {
  json?: true;
}

interface PlaceFlags extends HoldFlags, SubjectFlags {
  everything?: true;
  reason: string;
}

export function addHoldCommand(program: Command, host: Host): void {
  const hold = new Command("hold")
    .summary("legal holds: nothing under one is erased")
    .description(
      "Place, list and lift legal holds. While one is there, `daybook erase` is refused; each change is recorded.",
    );
  const add = (command: Command): void =>
    void hold.addCommand(withServerFlags(command.option("--json", "answer as JSON")));

  add(
    withSubjectFlags(new Command("place"))
      .description("Place a hold on one subject, or on everything.")
      .option("--everything", "hold all events")
      .requiredOption("--reason <text>", "the case, for the record; without the person's name")
      .action(async (flags: PlaceFlags) => {
        const subject = subjectOf(flags);
        if ((subject === undefined) !== (flags.everything === true))
          throw usageFailure(
            "What is to be held is not clear.",
            "Give one of --user ID, --producer ID and --everything.",
          );
        const { admin } = await connect(flags, host);
        const placed = await admin.placeHold(subject, flags.reason);
        host.out.write(
          flags.json ? `${JSON.stringify(placed)}\n` : `Hold ${placed.id} is placed on ${nameOf(placed)}.\n`,
        );
      }),
  );
  add(
    new Command("list").description("List the holds.").action(async (flags: HoldFlags) => {
      const { admin } = await connect(flags, host);
      const holds = await admin.listHolds();
      if (flags.json) return host.out.write(`${JSON.stringify(holds)}\n`);
      if (holds.length === 0) return host.out.write("No holds.\n");
      const columns = ["id", "on", "placed", "by", "reason"].map((title) => ({ title }));
      const rows = holds.map((one) => [one.id, nameOf(one), one.placed_at, plainLine(one.by), plainLine(one.reason)]);
      return host.out.write(formatTable(columns, rows, host.out.paint.dim));
    }),
  );
  add(
    new Command("lift")
      .description("Lift a hold.")
      .addArgument(new Argument("<id>", "id as `daybook hold list` shows it"))
      .action(async (id: string, flags: HoldFlags) => {
        const { admin } = await connect(flags, host);
        await admin.liftHold(id);
        host.out.write(flags.json ? `${JSON.stringify({ lifted: id })}\n` : `Hold ${id} is lifted.\n`);
      }),
  );
  program.addCommand(hold);
}

function nameOf({ subject }: Hold): string {
  if (subject === null) return "everything";
  return plainLine(`${subject.field === "user_id" ? "user" : "producer"} ${subject.value}`);
}
