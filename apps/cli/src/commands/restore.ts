import { resolve } from "node:path";
import { Argument, Command } from "commander";
import { dataDirOf } from "../data-dir.ts";
import type { Host } from "../host.ts";
import { formatBytes, plural } from "../pretty/quantities.ts";
import { restoreBackup } from "../restore.ts";

export function addRestoreCommand(program: Command, host: Host): void {
  const command = new Command("restore")
    .summary("copy a backup into an empty data directory")
    .description(
      "Copy a backup into a data directory that is new or empty. No server may run on it; start one afterwards.",
    )
    .addArgument(new Argument("<dir>", "directory that `daybook backup` made"))
    .option("--data, --data-dir <dir>", "data directory to fill (DAYBOOK_DATA_DIR; default: ./daybook-data)")
    .option("--json", "the counts as JSON")
    .action(async (dir: string, flags: { dataDir?: string; json?: true }) => {
      const target = dataDirOf(flags.dataDir, host);
      const { files, bytes, manifest } = await restoreBackup(resolve(host.cwd, dir), target, host.interrupted);
      const { created_at, last_seq } = manifest;
      if (flags.json)
        return host.out.write(`${JSON.stringify({ data_dir: target, files, bytes, created_at, last_seq })}\n`);
      host.out.write(
        `Restored the copy of ${created_at} with ${plural(last_seq, "event")} (${formatBytes(bytes)}) into ${target}.\n`,
      );
      return host.out.write(`Start it: daybook start --data ${target}\n`);
    });
  program.addCommand(command);
}
