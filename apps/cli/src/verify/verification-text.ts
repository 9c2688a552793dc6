import type { Output } from "../host.ts";
import { MAX_SHOWN_FINDINGS } from "../limits.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import type { Verification } from "./verify-files.ts";

/** The two questions of an auditor, and what files alone can answer. */
export interface Verdicts {
  nothing_changed: Verdict;
  nothing_missing: Verdict;
}

export interface Verdict {
  /** `refuted`: it was changed, or something is missing. Files alone never prove that all is well. */
  verdict: "refuted" | "not_provable";
  findings: number;
  text: string;
}

const NOT_PROVABLE = "not provable without an audit trail: whoever can write the files can change them without a trace";

export function verdictsOf({ findings, counting }: Verification): Verdicts {
  const changed = findings.against("changed");
  const missing = findings.against("missing");
  const counted =
    counting > 0
      ? `no hole in the numbers of ${plural(counting, "producer")} nor of the backups`
      : "no hole in the numbers of the backups; no event here is counted";
  return {
    nothing_changed: {
      verdict: changed > 0 ? "refuted" : "not_provable",
      findings: changed,
      text: changed > 0 ? `no: ${plural(changed, "damage")} found` : `no damage found; ${NOT_PROVABLE}`,
    },
    nothing_missing: {
      verdict: missing > 0 ? "refuted" : "not_provable",
      findings: missing,
      text:
        missing > 0
          ? `no: ${plural(missing, "gap")} found`
          : `no gap found (${counted}); not provable without an audit trail`,
    },
  };
}

export function formatVerification(verification: Verification, { paint }: Pick<Output, "paint">): string {
  const { findings, notes, files, lines, events, first, last } = verification;
  const span = first === undefined ? "" : `, ${first} … ${last ?? first}`;
  const out = [
    `${paint.bold(plural(files, "file"))}: ${plural(lines, "line")}, ${plural(events, "event")}${span}`,
    ...(findings.total > 0 ? [""] : []),
  ];
  const shown = findings.named.slice(0, MAX_SHOWN_FINDINGS);
  for (const { path, line, detail } of shown) {
    const place = plainLine(line === undefined ? path : `${path}:${line}`);
    out.push(`${paint.red("✗")} ${place}: ${plainLine(detail)}`);
  }
  if (findings.total > shown.length) out.push(`  … and ${formatCount(findings.total - shown.length)} more: --json`);
  if (notes.length > 0) out.push("", ...notes.map((note) => paint.yellow(`! ${plainLine(note)}`)));
  const { nothing_changed: changed, nothing_missing: missing } = verdictsOf(verification);
  out.push("", `nothing changed: ${paintVerdict(changed)}`, `nothing missing: ${paintVerdict(missing)}`);
  return `${out.join("\n")}\n`;

  function paintVerdict({ verdict, text }: Verdict): string {
    return verdict === "refuted" ? paint.red(text) : text;
  }
}

export function verificationJson(verification: Verification): object {
  const { findings, notes, files, lines, events, first, last } = verification;
  return {
    files,
    lines,
    events,
    first: first ?? null,
    last: last ?? null,
    verdicts: verdictsOf(verification),
    finding_counts: findings.counts,
    findings: findings.named,
    notes,
  };
}
