import { resolve } from "node:path";
import { Argument, Command } from "commander";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { waitForJob } from "../job-progress.ts";

export function addBackupCommand(program: Command, host: Host): void {
  const command = new Command("backup")
    .summary("copy the installation while it runs")
    .description(
      "Make a consistent copy of journal, store, keys and state while the server runs. The directory is on the server's machine and must be new or empty.",
    )
    .addArgument(new Argument("<dir>", "directory of the copy"))
    .option("--json", "the finished job as JSON")
    .action(async (dir: string, flags: ServerFlags & { json?: true }) => {
      const client = await connect(flags, host);
      const target = resolve(host.cwd, dir);
      const job = await waitForJob(client, await client.admin.backup(target), "Backup", host);
      if (flags.json) return host.out.write(`${JSON.stringify(job)}\n`);
      host.out.write(`The copy is in ${target}.\n`);
      return host.err.write(host.err.paint.dim("It holds keys: keep it as safe as the data directory.\n"));
    });
  program.addCommand(withServerFlags(command));
}
