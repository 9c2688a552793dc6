import type { EvidenceReport } from "./evidence.ts";
import { groupFindings } from "./finding-groups.ts";
import type { Aspect, Verdict } from "./finding.ts";
import { printable } from "./printable.ts";
import type { TextPaint } from "./report-text.ts";
import { COMPARE_KEYS } from "./verdict-meaning.ts";

const COUNT = new Intl.NumberFormat("en-US");

/** What each verdict says of evidence, for people. */
export const EVIDENCE_MEANING: Readonly<Record<Aspect, Readonly<Record<Verdict, string>>>> = {
  integrity: {
    sound: "every entry and record in the file is what was signed",
    damaged: "something in the file is not what was signed",
    unchecked: "nothing could be checked",
  },
  completeness: {
    sound: "no audited event of this time is missing",
    damaged: "that no event of this time is missing is not shown",
    unchecked: "nothing could be checked",
  },
};

/**
 * What a file of evidence shows, for people.
 *
 * @param isTrusted the checker knew one of the keys beforehand.
 */
export function evidenceText(report: EvidenceReport, isTrusted: boolean, paint: TextPaint): string {
  const { header, head, keys, entries, proven, withheld, findings } = report;
  const lines: string[] = [];
  if (header !== undefined) {
    const size = head === undefined ? "" : ` (a tree of ${COUNT.format(head.size)} entries)`;
    lines.push(`${paint.bold(printable(head?.origin ?? "a trail whose head does not hold"))}${size}`);
    lines.push(
      `  collected from ${printable(header.from)} to ${printable(header.to)}: ${COUNT.format(entries)} entries`,
    );
    lines.push(`  ${COUNT.format(proven)} records proven, ${COUNT.format(withheld)} entries without their record`);
    if (header.query !== "") lines.push(`  records that were asked for: ${printable(header.query)}`);
    if (header.excluded.length > 0)
      lines.push(`  the file says that the trail has no entries for: ${printable(header.excluded.join(", "))}`);
  }
  lines.push(...keys.map((key, number) => `  key ${number}: ${printable(key)}`));
  if (keys.length > 0 && !isTrusted) lines.push(paint.yellow(`  ${COMPARE_KEYS}`));
  const groups = groupFindings(findings);
  if (groups.length > 0) lines.push("");
  for (const { kind, place, message } of groups)
    lines.push(`${paint.red("✗")} ${printable(place)}: ${printable(message)} ${paint.dim(`[${kind}]`)}`);
  lines.push("");
  for (const aspect of ["integrity", "completeness"] as const) {
    const verdict = report[aspect];
    const colour = verdict === "sound" ? paint.green : verdict === "damaged" ? paint.red : paint.yellow;
    lines.push(`${`${aspect}:`.padEnd(14)}${colour(`${verdict}: ${EVIDENCE_MEANING[aspect][verdict]}`)}`);
  }
  return `${lines.join("\n")}\n`;
}
