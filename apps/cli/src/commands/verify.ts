import { Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import type { Run } from "../run.ts";
import { formatVerification, verificationJson } from "../verify/verification-text.ts";
import { verifyFiles } from "../verify/verify-files.ts";
import { collect } from "./shared-flags.ts";

export function addVerifyCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("verify")
    .summary("look for damage and gaps in log files")
    .description(
      "Look at every line of a directory of log files, without a server: what cannot be read, gzip checksums, times that go back, events that stand there twice, holes in the numbers of backups and producers, losses that the logger itself reported. Files alone cannot prove that nothing was changed or is missing; this says what speaks against it. Exit code 0: nothing was found; 1: something was.",
    )
    .option("--dir <path>", "directory of log files, or one file; may be given again", collect)
    .option("--json", "the findings and both verdicts as JSON")
    .action(async (flags: { dir?: string[]; json?: true }) => {
      if (flags.dir === undefined) throw usageFailure("verify needs --dir.", "For example daybook verify --dir logs/");
      const verification = await verifyFiles(flags.dir, host);
      host.out.write(
        flags.json ? `${JSON.stringify(verificationJson(verification))}\n` : formatVerification(verification, host.out),
      );
      if (verification.findings.total > 0) run.exitCode = EXIT.someFailed;
    });
  program.addCommand(command);
}
