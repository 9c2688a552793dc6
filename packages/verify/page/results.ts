import type { EventCheck, EventProof, EvidenceReport, Finding, TrailReport } from "@daybook/verify";
import {
  COMPARE_KEYS,
  ENTRY_MEANING,
  EVIDENCE_MEANING,
  RECORD_MEANING,
  VERDICT_MEANING,
  codeOfEvent,
  codeOfReport,
  eventInTree,
  groupFindings,
  printable,
} from "@daybook/verify";
import type { Colour } from "./view.ts";
import { card, element, facts, list, verdictLine } from "./view.ts";

const COUNT = new Intl.NumberFormat("en-US");
const COLOURS = ["sound", "damaged", "unchecked"] as const satisfies readonly Colour[];

/** What was found in a trail. */
export function trailCard(name: string, report: TrailReport, isTrusted: boolean): HTMLElement {
  const { origin, size, root, entries, keys, heads, anchored, findings, unchecked } = report;
  const parts: HTMLElement[] = [];
  for (const aspect of ["integrity", "completeness"] as const)
    parts.push(verdictLine(aspect, report[aspect], VERDICT_MEANING[aspect][report[aspect]]));
  if (findings.length > 0) parts.push(findingList(findings));
  if (unchecked.length > 0) parts.push(element("h3", "", "Not checked"), list("notes", unchecked.map(printable)));
  parts.push(
    facts([
      ["trail", origin === undefined ? undefined : printable(origin)],
      ["entries", size === undefined ? undefined : `${COUNT.format(size)}, ${COUNT.format(entries)} looked at`],
      ["root", root],
      ["heads that fit", sizes(heads)],
      ["on the chain", sizes(anchored)],
    ]),
    ...keyList(keys, isTrusted),
  );
  return card(name, COLOURS[codeOfReport(report)], ...parts);
}

/** What a file of evidence shows. */
export function evidenceCard(name: string, report: EvidenceReport, isTrusted: boolean): HTMLElement {
  const { header, head, keys, entries, proven, withheld, findings } = report;
  const parts: HTMLElement[] = [];
  for (const aspect of ["integrity", "completeness"] as const)
    parts.push(verdictLine(aspect, report[aspect], EVIDENCE_MEANING[aspect][report[aspect]]));
  if (findings.length > 0) parts.push(findingList(findings));
  parts.push(
    facts([
      ["trail", head === undefined ? undefined : `${printable(head.origin)}, ${COUNT.format(head.size)} entries`],
      ["collected", header === undefined ? undefined : `${printable(header.from)} to ${printable(header.to)}`],
      [
        "entries",
        `${COUNT.format(entries)}: ${COUNT.format(proven)} with their record, ${COUNT.format(withheld)} without`,
      ],
      ["asked for", header === undefined || header.query === "" ? undefined : printable(header.query)],
      [
        "no entries for",
        header === undefined ? undefined : `${printable(header.excluded.join(", "))} (by the word of the file)`,
      ],
    ]),
    ...keyList(keys, isTrusted),
  );
  return card(name, COLOURS[codeOfReport(report)], ...parts);
}

function findingList(findings: readonly Finding[]): HTMLElement {
  const items = groupFindings(findings).map(({ place, message, kind }) =>
    element("span", "", element("code", "", printable(place)), ` ${printable(message)} `, element("small", "", kind)),
  );
  const count = `${COUNT.format(findings.length)} ${findings.length === 1 ? "finding" : "findings"}`;
  return element("div", "", element("h3", "", count), list("findings", items));
}

/** What was found of one event. */
export function eventCard(
  name: string,
  check: EventCheck,
  proof: EventProof | undefined,
  keys: { readonly vkeys: readonly string[]; readonly isTrusted: boolean },
): HTMLElement {
  const { leaf, head, index, problems } = check;
  const inTree = eventInTree(check);
  const { verdict, text } = RECORD_MEANING[check.record];
  const parts: HTMLElement[] = [
    verdictLine("entry", inTree, ENTRY_MEANING[inTree]),
    verdictLine("record", verdict, text),
  ];
  if (problems.length > 0) parts.push(list("findings", problems.map(printable)));
  if (proof?.record !== undefined) parts.push(element("pre", "", printable(proof.record)));
  parts.push(
    facts([
      ["trail", head === undefined ? undefined : printable(head.origin)],
      [
        "entry",
        index === undefined ? undefined : `${index}${head === undefined ? "" : ` of ${COUNT.format(head.size)}`}`,
      ],
      ["collected at", leaf?.collected_at],
      ["event", leaf === undefined ? undefined : `${leaf.category}, ${printable(leaf.event_type)}`],
      ["producer", leaf === undefined ? undefined : `${printable(leaf.producer)}, its number ${leaf.count}`],
    ]),
    ...keyList(keys.vkeys, keys.isTrusted),
  );
  return card(name, COLOURS[codeOfEvent(check)], ...parts);
}

/** Nothing could be checked, and why. */
export function refusalCard(name: string, reason: string): HTMLElement {
  return card(name, "unchecked", verdictLine("verdict", "unchecked", printable(reason)));
}

function keyList(vkeys: readonly string[], isTrusted: boolean): HTMLElement[] {
  if (vkeys.length === 0) return [];
  const keys = list(
    "keys",
    vkeys.map((vkey) => element("code", "", printable(vkey))),
  );
  const heading = element("h3", "", vkeys.length === 1 ? "Key" : "Keys");
  return isTrusted ? [heading, keys] : [heading, keys, element("p", "hint", `${COMPARE_KEYS}.`)];
}

function sizes(all: readonly number[]): string {
  const texts = [...new Set(all)].toSorted((a, b) => a - b).map((size) => COUNT.format(size));
  return texts.length > 10 ? `${texts.length}: ${texts[0]} … ${texts.at(-1)}` : texts.join(", ");
}
