import type { TrailReport } from "./check-trail.ts";
import type { EventCheck } from "./event-proof.ts";

/** What a command ends with: nothing is wrong, damage was found, or it could not be checked. */
export const VERDICT_CODE = { sound: 0, damaged: 1, unchecked: 2 } as const;

export type VerdictCode = (typeof VERDICT_CODE)[keyof typeof VERDICT_CODE];

export function codeOfReport({
  integrity,
  completeness,
}: Pick<TrailReport, "integrity" | "completeness">): VerdictCode {
  const verdicts = [integrity, completeness];
  if (verdicts.includes("damaged")) return VERDICT_CODE.damaged;
  return verdicts.includes("unchecked") ? VERDICT_CODE.unchecked : VERDICT_CODE.sound;
}

/** An entry that is proven without its record leaves the record unchecked. */
export function codeOfEvent({ ok, problems }: Pick<EventCheck, "ok" | "problems">): VerdictCode {
  if (problems.length > 0) return VERDICT_CODE.damaged;
  return ok ? VERDICT_CODE.sound : VERDICT_CODE.unchecked;
}
