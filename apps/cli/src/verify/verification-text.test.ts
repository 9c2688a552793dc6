import picocolors from "picocolors";
import { expect, test } from "vitest";
import { Findings } from "./findings.ts";
import { formatVerification, verdictsOf, verificationJson } from "./verification-text.ts";
import type { Verification } from "./verify-files.ts";

const paint = picocolors.createColors(false);

function verified(parts: Partial<Verification> = {}): Verification {
  const empty = { findings: new Findings(), notes: [], files: 2, lines: 10, events: 9 };
  return { ...empty, first: "a", last: "b", counting: 0, ...parts };
}

test("without findings neither verdict claims what files cannot show", () => {
  expect(formatVerification(verified({ notes: ["a note"] }), { paint })).toBe(
    [
      "2 files: 10 lines, 9 events, a … b",
      "",
      "! a note",
      "",
      "nothing changed: no damage found; not provable without an audit trail: whoever can write the files can change them without a trace",
      "nothing missing: no gap found (no hole in the numbers of the backups; no event here is counted); not provable without an audit trail",
      "",
    ].join("\n"),
  );
  const counted = verdictsOf(verified({ counting: 2 })).nothing_missing;
  expect(counted.text).toContain("no hole in the numbers of 2 producers nor of the backups");
});

test("each finding has its place, control characters in names cannot forge a line, and many are cut", () => {
  const findings = new Findings();
  findings.add({ kind: "torn_line", path: "a\u001b[2J\n.log", line: 7, detail: "torn" });
  for (let i = 0; i < 150; i++) findings.add({ kind: "damaged_gzip", path: "b.log.gz", detail: "cut" });
  const lines = formatVerification(verified({ findings, first: undefined }), { paint }).split("\n");
  expect(lines[0]).toBe("2 files: 10 lines, 9 events");
  expect(lines[2]).toBe("✗ a\\u001b[2J⏎.log:7: torn");
  expect(lines[102]).toBe("  … and 51 more: --json");
  expect(lines.slice(104, 106)).toEqual([
    "nothing changed: no: 150 damages found",
    "nothing missing: no: 151 gaps found",
  ]);
});

test("as JSON", () => {
  const findings = new Findings();
  const finding = { kind: "missing_backup", path: "a.log", detail: "gone" } as const;
  findings.add(finding);
  expect(verificationJson(verified({ findings, first: undefined, last: undefined }))).toMatchObject({
    files: 2,
    first: null,
    last: null,
    finding_counts: { missing_backup: 1 },
    findings: [finding],
    verdicts: {
      nothing_changed: { verdict: "not_provable", findings: 0 },
      nothing_missing: { verdict: "refuted", findings: 1 },
    },
  });
});
