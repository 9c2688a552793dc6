import type { TrailReport } from "./check-trail.ts";
import type { EventCheck, EventProof } from "./event-proof.ts";
import type { Aspect, Verdict } from "./finding.ts";
import { groupFindings } from "./finding-groups.ts";
import { printable } from "./printable.ts";
import { COMPARE_KEYS, ENTRY_MEANING, RECORD_MEANING, VERDICT_MEANING, eventInTree } from "./verdict-meaning.ts";

/** Colours text, or gives it back as it is. */
export type TextPaint = Readonly<Record<"bold" | "dim" | "red" | "green" | "yellow", (text: string) => string>>;

const COUNT = new Intl.NumberFormat("en-US");
/** More sizes than these are shown by their ends. */
const MAX_SHOWN_SIZES = 10;

/**
 * A report for people: what was looked at, all findings with their places, and both verdicts.
 *
 * @param isTrusted the checker knew one of the keys beforehand.
 */
export function reportText(report: TrailReport, isTrusted: boolean, paint: TextPaint): string {
  const { origin, size, root, entries, heads, anchored, unchecked, keys } = report;
  const name = paint.bold(printable(origin ?? "a trail without a name"));
  const seen = `${plural(size ?? 0, "entry", "entries")}, ${COUNT.format(entries)} looked at, root ${root ?? "unknown"}`;
  const lines = [size === undefined ? name : `${name}: ${seen}`, ...keyLines(keys, isTrusted, paint)];
  const past = sizesOf(heads);
  if (past.length > 0) lines.push(`  ${plural(past.length, "head", "heads")} that fit: ${listed(past)}`);
  const onChain = sizesOf(anchored);
  if (onChain.length > 0) lines.push(`  on the chain: ${listed(onChain)}`);
  const groups = groupFindings(report.findings);
  if (groups.length > 0) lines.push("");
  for (const { kind, place, message } of groups)
    lines.push(`${paint.red("✗")} ${printable(place)}: ${printable(message)} ${paint.dim(`[${kind}]`)}`);
  if (unchecked.length > 0) lines.push("", ...unchecked.map((reason) => paint.yellow(`! ${printable(reason)}`)));
  lines.push("", verdictLine("integrity", report, paint), verdictLine("completeness", report, paint));
  return `${lines.join("\n")}\n`;
}

/** One event and its verdicts for people. `proof` is undefined when the file could not be read. */
export function eventText(
  check: EventCheck,
  proof: EventProof | undefined,
  { vkeys, isTrusted }: { readonly vkeys: readonly string[]; readonly isTrusted: boolean },
  paint: TextPaint,
): string {
  const { leaf, head, index, problems } = check;
  const lines: string[] = [];
  if (proof?.record !== undefined) lines.push(printable(proof.record));
  if (index !== undefined) {
    const size = head === undefined ? "" : ` of ${COUNT.format(head.size)} in ${printable(head.origin)}`;
    lines.push(paint.bold(`entry ${index}${size}`));
  }
  if (leaf !== undefined) {
    const who = leaf.producer === "" ? "programs without a name" : printable(leaf.producer);
    lines.push(`  collected at ${leaf.collected_at}, number ${leaf.seq} of the journal`);
    lines.push(`  ${leaf.category} ${printable(leaf.event_type)}, event ${COUNT.format(leaf.count)} of ${who}`);
  }
  lines.push(...keyLines(vkeys, isTrusted, paint));
  if (problems.length > 0) lines.push("", ...problems.map((problem) => `${paint.red("✗")} ${printable(problem)}`));
  const inTree = eventInTree(check);
  const record = RECORD_MEANING[check.record];
  lines.push("", `entry:  ${colourOf(inTree, paint)(`${inTree}: ${ENTRY_MEANING[inTree]}`)}`);
  lines.push(`record: ${colourOf(record.verdict, paint)(`${record.verdict}: ${record.text}`)}`);
  return `${lines.join("\n")}\n`;
}

function keyLines(keys: readonly string[], isTrusted: boolean, paint: TextPaint): string[] {
  const lines = keys.map((vkey, number) => `  key ${number}: ${printable(vkey)}`);
  if (lines.length > 0 && !isTrusted) lines.push(paint.yellow(`  ${COMPARE_KEYS}`));
  return lines;
}

function verdictLine(aspect: Aspect, report: TrailReport, paint: TextPaint): string {
  const verdict = report[aspect];
  const count = report.findings.filter((finding) => finding.aspect === aspect).length;
  const found = count === 0 ? "" : ` (${plural(count, "finding", "findings")})`;
  const text = `${verdict}${found}: ${VERDICT_MEANING[aspect][verdict]}`;
  return `${`${aspect}:`.padEnd(14)}${colourOf(verdict, paint)(text)}`;
}

function colourOf(verdict: Verdict, paint: TextPaint): (text: string) => string {
  if (verdict === "sound") return paint.green;
  return verdict === "damaged" ? paint.red : paint.yellow;
}

function plural(count: number, one: string, many: string): string {
  return `${COUNT.format(count)} ${count === 1 ? one : many}`;
}

function sizesOf(sizes: readonly number[]): number[] {
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}

/** An hourly head for a year is a long line: the ends say enough. */
function listed(sizes: readonly number[]): string {
  const texts = sizes.map((size) => COUNT.format(size));
  if (texts.length <= MAX_SHOWN_SIZES) return texts.join(", ");
  return `${texts.slice(0, 3).join(", ")} … ${texts.slice(-3).join(", ")}`;
}
