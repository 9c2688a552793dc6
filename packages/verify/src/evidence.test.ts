import { describe, expect, test } from "vitest";
import { checkEvidence, evidenceHeaderLine } from "./evidence.ts";
import { evidenceText } from "./evidence-text.ts";
import { nodeCryptography } from "./bin/node-cryptography.ts";

const PLAIN = { bold: same, dim: same, red: same, green: same, yellow: same };
function same(text: string): string {
  return text;
}

async function* each(...lines: string[]): AsyncGenerator<string> {
  yield lines.join("\n");
}

const header = (changes: object = {}): string =>
  evidenceHeaderLine({
    from: "2026-01-05T09:30:00.000000Z",
    to: "2026-01-05T10:30:00.000000Z",
    query: "user_id:ada",
    excluded: ["DEBUG"],
    first: 0,
    count: 0,
    checkpoint: "no note",
    keys: [],
    left: [],
    right: [],
    ...changes,
  }).trimEnd();

/** Whole files, with each kind of damage: packages/audit makes them. */
describe("a file that proves nothing", () => {
  test("is unchecked or damaged, and says why", async () => {
    const none = await checkEvidence(each(), nodeCryptography);
    expect([none.integrity, none.completeness, none.findings[0]?.kind]).toEqual([
      "unchecked",
      "damaged",
      "file_missing",
    ]);
    const unsigned = await checkEvidence(each(header()), nodeCryptography);
    expect([unsigned.integrity, unsigned.head]).toEqual(["damaged", undefined]);
    const text = evidenceText(unsigned, false, PLAIN);
    expect(text).toContain("a trail whose head does not hold");
    expect(text).toContain("records that were asked for: user_id:ada");
    expect(text).toContain("integrity:    damaged");
  });

  test("with hashes that no tree has is not followed", async () => {
    const { findings } = await checkEvidence(each(header({ first: 3, left: [new Uint8Array(32)] })), nodeCryptography);
    expect(findings.map(({ kind }) => kind)).toContain("hash_changed");
  });
});
