import { Command } from "commander";
import { cliVersion } from "./cli-version.ts";
import { addAnchorCommand } from "./commands/anchor.ts";
import { addBackupCommand } from "./commands/backup.ts";
import { addCheckCommand } from "./commands/check.ts";
import { addDecryptCommand } from "./commands/decrypt.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEraseCommand } from "./commands/erase.ts";
import { addExportCommand } from "./commands/export.ts";
import { addFsckCommand } from "./commands/fsck.ts";
import { addHoldCommand } from "./commands/hold.ts";
import { addImportCommand } from "./commands/import.ts";
import { addKeysCommand } from "./commands/keys.ts";
import { addRebuildCommand } from "./commands/rebuild.ts";
import { addReportCommand } from "./commands/report.ts";
import { addRestoreCommand } from "./commands/restore.ts";
import { addSearchCommand } from "./commands/search.ts";
import { addSendCommand } from "./commands/send.ts";
import { addStartCommand } from "./commands/start.ts";
import { addStatsCommand } from "./commands/stats.ts";
import { addTailCommand } from "./commands/tail.ts";
import { addVerifyCommand } from "./commands/verify.ts";
import type { Host } from "./host.ts";
import type { Run } from "./run.ts";

/** The whole command tree. Actions set `run.exitCode` or throw. */
export function buildProgram(host: Host, run: Run): Command {
  const program = new Command("daybook")
    .description("The flight recorder for trading systems.")
    .version(cliVersion(), "-V, --version", "print the version")
    .option("--no-color", "no colours (also NO_COLOR)")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .showSuggestionAfterError(true)
    .showHelpAfterError("Run `daybook --help` to see what there is.")
    .addHelpText(
      "after",
      "\nFirst steps:\n  daybook start --demo\n  daybook tail\n  daybook search 'level:>=WARNING'\n",
    );
  for (const add of [
    addStartCommand,
    addSendCommand,
    addTailCommand,
    addSearchCommand,
    addStatsCommand,
    addReportCommand,
    addFsckCommand,
    addCheckCommand,
    addVerifyCommand,
    addExportCommand,
    addDecryptCommand,
    addImportCommand,
    addRebuildCommand,
    addBackupCommand,
    addRestoreCommand,
    addKeysCommand,
    addAnchorCommand,
    addEraseCommand,
    addHoldCommand,
    addDoctorCommand,
  ]) {
    add(program, host, run);
  }
  prepare(program, host);
  return program;
}

/** The same for every command at every depth: no own exit, output through the host, alike help. */
function prepare(command: Command, host: Host): void {
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.out.write(text),
      writeErr: (text) => host.err.write(text),
      getOutHelpWidth: () => host.out.columns,
      getErrHelpWidth: () => host.err.columns,
      getOutHasColors: () => host.out.paint.isColorSupported,
      getErrHasColors: () => host.err.paint.isColorSupported,
    })
    .configureHelp({ showGlobalOptions: false });
  if (command.parent !== null) {
    command.option("--no-color", "no colours (also NO_COLOR)").helpOption("-h, --help", "show help");
    command.showHelpAfterError(`Run \`${pathOf(command)} --help\` to see what there is.`);
  }
  for (const sub of command.commands) prepare(sub, host);
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
