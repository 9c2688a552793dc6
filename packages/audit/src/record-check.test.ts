import { Findings, checkTrail } from "@daybook/verify";
import { describe, expect, it } from "vitest";
import { RecordCheck } from "./record-check.ts";
import { CRYPTOGRAPHY, journalLines, sampleTrail } from "./test-support/sample-trail.ts";

async function checkOf(count: number): Promise<{ records: RecordCheck; findings: Findings }> {
  const { trail, source } = await sampleTrail(count);
  const findings = new Findings();
  const records = new RecordCheck(trail.subjects, findings);
  await checkTrail(source, { ...CRYPTOGRAPHY, onLeaf: (index, leaf) => records.addLeaf(index, leaf) });
  return { records, findings };
}

const named = (findings: Findings): [string, string, number | undefined][] =>
  findings.all.map(({ kind, path, index }) => [kind, path, index]);

describe("a copy of the records", () => {
  it("that is what was signed is not accused, in whatever order it comes", async () => {
    const { records, findings } = await checkOf(300);
    const copy = records.begin("store");
    const lines = journalLines(1, 300).toString().trimEnd().split("\n").toReversed();
    for (const line of lines) records.addRecord(copy, Buffer.from(line));
    expect(records.end(copy, 1)).toBe(0);
    expect([copy.records, findings.all]).toEqual([300, []]);
  });

  it("is named byte for byte where it differs", async () => {
    const { records, findings } = await checkOf(60);
    const text = journalLines(1, 60).toString();
    const copy = records.begin("journal");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line, at) => {
        if (at === 6) return line.replace("event 7", "event 8");
        if (at === 9) return line.replace('"u3"', '"u4"');
        if (at === 19) return line.slice(0, -1);
        return line;
      })
      .filter((_, at) => at !== 29);
    records.addLines(copy, Buffer.from(lines.join("\n")));
    records.end(copy, 1);
    expect(named(findings)).toEqual([
      ["record_changed", "journal event 7", 6],
      ["record_changed", "journal event 10", 9],
      ["record_changed", "journal event 20", 19],
      ["record_missing", "journal event 30", 29],
    ]);
  });

  it("cannot excuse itself by saying that it was erased", async () => {
    const { records, findings } = await checkOf(10);
    const copy = records.begin("journal");
    const lines = journalLines(1, 10).toString().trimEnd().split("\n").with(4, '{"seq":5,"erased":true}');
    records.addLines(copy, Buffer.from(lines.join("\n")));
    expect([records.end(copy, 1), named(findings)]).toEqual([0, [["record_changed", "journal event 5", 4]]]);
  });

  it("is not asked for what is older than it", async () => {
    const { records, findings } = await checkOf(10);
    const copy = records.begin("journal");
    records.addLines(copy, journalLines(6, 10));
    expect([records.end(copy, 6), findings.all]).toEqual([0, []]);
    expect(records.end(records.begin("store"), 1, (index) => index > 7)).toBe(2);
  });
});
