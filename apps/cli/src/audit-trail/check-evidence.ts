import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import { checkEvidence, codeOfReport, evidenceText, isEvidence } from "@daybook/verify";
import type { ExitCode } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { startCheckProgress } from "./check-progress.ts";

const START_BYTES = 64;

export interface EvidenceFlags {
  /** Verifier keys that are trusted. */
  key?: string[];
  json?: true;
}

/** Whether the file begins as one of evidence. Rejects when it cannot be read. */
export async function isEvidenceFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return isEvidence(buffer.toString("latin1", 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Checks a file of evidence, with nothing but the keys, and tells what it shows. */
export async function checkEvidenceFile(file: string, flags: EvidenceFlags, host: Host): Promise<ExitCode> {
  const { interrupted, out } = host;
  const text = createReadStream(resolve(host.cwd, file), { encoding: "utf8", signal: interrupted });
  const progress = startCheckProgress(host);
  try {
    const report = await checkEvidence(text, {
      hasher: nodeHasher,
      verifyEd25519: nodeVerifyEd25519,
      trustedKeys: flags.key,
      onProgress: progress.entries,
    });
    out.write(flags.json ? `${JSON.stringify(report)}\n` : evidenceText(report, flags.key !== undefined, out.paint));
    return codeOfReport(report);
  } finally {
    progress.stop();
  }
}
