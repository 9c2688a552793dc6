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
      const { files, bytes } = await restoreBackup(dataDirOf(dir, host), target, host.interrupted);
      if (flags.json) return host.out.write(`${JSON.stringify({ data_dir: target, files, bytes })}\n`);
      return host.out.write(
        `Restored ${plural(files, "file")} (${formatBytes(bytes)}) into ${target}.\nStart it: daybook start --data ${target}\n`,
      );
    });
  program.addCommand(command);
}
