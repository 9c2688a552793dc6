import { resolve } from "node:path";
import { Argument, Command } from "commander";
import { checkEvidenceFile, isEvidenceFile } from "../audit-trail/check-evidence.ts";
import { checkProofFile, checkServedProof } from "../audit-trail/check-proof.ts";
import type { ProofFlags } from "../audit-trail/check-proof.ts";
import { orCouldNotCheck } from "../audit-trail/could-not-check.ts";
import { usageFailure } from "../command-failure.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import type { Run } from "../run.ts";
import { formatVerification, verificationJson } from "../verify/verification-text.ts";
import { verifyFiles } from "../verify/verify-files.ts";
import { collect } from "./shared-flags.ts";

interface VerifyFlags extends ProofFlags {
  dir?: string[];
  event?: string;
  url?: string;
  dataDir?: string;
}

export function addVerifyCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("verify")
    .summary("check a proof or evidence, or look for damage in log files")
    .description(
      "Check one event by its proof in the audit trail: a .tlog-proof file needs no server, --event asks one for it. Exit code 0: proven; 1: it does not hold; 2: it could not be checked. Or, with --dir, look at every line of a directory of log files: what cannot be read, gzip checksums, times that go back, events that stand there twice, holes in the numbers of backups and producers, losses that the logger itself reported. Files alone cannot prove that nothing was changed or is missing; this says what speaks against it. Exit code 0: nothing was found; 1: something was.",
    )
    .addArgument(new Argument("[proof]", "a .tlog-proof file, or evidence of `daybook export`"))
    .option(
      "--event <id>",
      "get the proof of this event, and the trail's keys, from the server (its key in DAYBOOK_KEY)",
    )
    .option("--key <vkey>", "verifier key that you trust, as the operator publishes it; may be given again", collect)
    .option("--keys <dir>", "directory of a trail, or of its keys")
    .option("--save <file>", "with --event: keep the proof in this file")
    .option("--dir <path>", "directory of log files, or one file; may be given again", collect)
    .option("--json", "the findings and both verdicts as JSON")
    .option("--url <url>", "address of the server (DAYBOOK_URL; default: the local server of the data directory)")
    .option(
      "--data, --data-dir <dir>",
      "data directory of the local server (DAYBOOK_DATA_DIR; default: ./daybook-data)",
    )
    .action(async (file: string | undefined, flags: VerifyFlags) => {
      const { dir, event } = flags;
      if ([file, dir, event].filter((given) => given !== undefined).length !== 1) {
        throw usageFailure(
          "verify needs one of: a proof file, --event, --dir.",
          "For example daybook verify fill.tlog-proof --keys audit/keys, or daybook verify --dir logs/",
        );
      }
      if (dir !== undefined) run.exitCode = await lookAtFiles(dir, flags, host);
      else run.exitCode = await checkProof(file, flags, host);
    });
  program.addCommand(command);
}

async function lookAtFiles(paths: readonly string[], flags: VerifyFlags, host: Host): Promise<number> {
  const verification = await verifyFiles(paths, host);
  host.out.write(
    flags.json ? `${JSON.stringify(verificationJson(verification))}\n` : formatVerification(verification, host.out),
  );
  return verification.findings.total > 0 ? EXIT.someFailed : EXIT.ok;
}

async function checkFile(file: string, flags: VerifyFlags, host: Host): Promise<number> {
  if (await isEvidenceFile(resolve(host.cwd, file))) return checkEvidenceFile(file, flags, host);
  return checkProofFile(file, flags, host);
}

const NO_PROOF =
  "An event has a proof about a second after it was stored; what `audit_exclude` names (by default DEBUG and price) has none.";

function checkProof(file: string | undefined, flags: VerifyFlags, host: Host): Promise<number> {
  if (file !== undefined) return orCouldNotCheck(host, () => checkFile(file, flags, host), "Check the keys.");
  const { url, dataDir, event = "" } = flags;
  const server = { ...(url !== undefined && { url }), ...(dataDir !== undefined && { dataDir }) };
  return orCouldNotCheck(host, () => checkServedProof(event, flags, server, host), NO_PROOF);
}
