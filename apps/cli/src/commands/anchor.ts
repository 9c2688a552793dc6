import { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";

export function addAnchorCommand(program: Command, host: Host): void {
  const command = new Command("anchor")
    .summary("anchor the audit trail on its chain now")
    .description(
      "Bring the newest signed head of the audit trail to the chain that the server is set up for, without waiting for its time, and until it is final. Exit code 1: it could not be brought there; the reason is said.",
    )
    .option("--json", "the anchor's state as JSON")
    .action(async (flags: ServerFlags & { json?: true }) => {
      const { admin } = await connect(flags, host);
      const state = await admin.anchorNow();
      if (flags.json) host.out.write(`${JSON.stringify(state)}\n`);
      if (state.error !== null) {
        const hint = "Mend the cause; the server also tries again by itself.";
        throw new CommandFailure(EXIT.someFailed, `The head is not anchored: ${state.error}`, hint);
      }
      if (!flags.json)
        host.out.write(`Anchored: ${state.size} entries, at ${state.anchored_at ?? "an unknown time"}.\n`);
    });
  program.addCommand(withServerFlags(command));
}
