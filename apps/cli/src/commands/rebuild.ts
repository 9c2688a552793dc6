import { Argument, Command } from "commander";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { waitForJob } from "../job-progress.ts";

export function addRebuildCommand(program: Command, host: Host): void {
  const command = new Command("rebuild")
    .summary("build the store anew from the journal")
    .description(
      "Build the store anew from the journal's window into a new table, then swap. Searches and ingest go on meanwhile; what is older than the window is kept as it was.",
    )
    .addArgument(new Argument("<what>", "what to rebuild").choices(["store"]))
    .option("--json", "the finished job as JSON")
    .action(async (_what: string, flags: ServerFlags & { json?: true }) => {
      const client = await connect(flags, host);
      const job = await waitForJob(client, await client.admin.rebuild(), "Rebuilding the store", host);
      host.out.write(flags.json ? `${JSON.stringify(job)}\n` : "The store is rebuilt.\n");
    });
  program.addCommand(withServerFlags(command));
}
