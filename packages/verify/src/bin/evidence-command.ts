import { createReadStream } from "node:fs";
import { checkEvidence } from "../evidence.ts";
import { evidenceText } from "../evidence-text.ts";
import type { TextPaint } from "../report-text.ts";
import { codeOfReport } from "../verdict-code.ts";
import { nodeCryptography } from "./node-cryptography.ts";
import type { VerifierFlags, VerifierIo } from "./run-verifier.ts";

/** Checks a file of evidence. @returns the exit code. */
export async function checkEvidenceFile(
  path: string,
  flags: VerifierFlags,
  io: VerifierIo,
  paint: TextPaint,
): Promise<number> {
  const report = await checkEvidence(createReadStream(path, "utf8"), { ...nodeCryptography, trustedKeys: flags.key });
  io.out(flags.json === true ? `${JSON.stringify(report)}\n` : evidenceText(report, flags.key !== undefined, paint));
  return codeOfReport(report);
}
