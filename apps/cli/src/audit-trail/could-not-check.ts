import { MerkleError } from "@daybook/merkle";
import { SourceError } from "@daybook/verify";
import { CommandFailure, reportOf } from "../command-failure.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";

const NEXT: Record<SourceError["kind"], string> = {
  unreachable: "Look whether the address is right and the server runs, then run the same command again.",
  refused: "Give a key of the server in DAYBOOK_KEY.",
  answer: "Give the directory of a trail or of Daybook's data, or the address of a server.",
};

/**
 * Runs a check. Whatever keeps it from a verdict, also a network or a disk, ends with the one exit code for that: scripts must never take
 * it for damage, nor for soundness.
 *
 * @param hint what to do when a place holds no trail.
 */
export async function orCouldNotCheck<T>(
  { interrupted }: Pick<Host, "interrupted">,
  work: () => Promise<T>,
  hint = NEXT.answer,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw asFailure(cause, interrupted, hint);
  }
}

function asFailure(cause: unknown, interrupted: AbortSignal, hint: string): unknown {
  if (cause instanceof SourceError) {
    const next = cause.kind === "answer" ? hint : NEXT[cause.kind];
    return interrupted.aborted
      ? interrupted.reason
      : new CommandFailure(EXIT.unchecked, cause.message, next, { cause });
  }
  if (cause instanceof MerkleError) {
    const next = "A verifier key is <name>+<key id>+<base64>; an access key goes into DAYBOOK_KEY.";
    return new CommandFailure(EXIT.unchecked, cause.message, next, { cause });
  }
  const report = reportOf(cause, interrupted);
  return report === undefined ? cause : new CommandFailure(EXIT.unchecked, report.message, report.hint, { cause });
}
