import { expect, test } from "vitest";
import { evidenceText } from "./evidence-text.ts";
import type { EvidenceReport } from "./evidence.ts";

const same = (text: string): string => text;
const PLAIN = { bold: same, dim: same, red: same, green: same, yellow: same };

const REPORT: EvidenceReport = {
  integrity: "sound",
  completeness: "damaged",
  findings: [
    {
      kind: "entry_missing",
      aspect: "completeness",
      path: "evidence",
      message: "there is no entry behind it",
      index: 9,
    },
  ],
  header: {
    format: "daybook/evidence@v1",
    from: "2026-01-05T09:30:00.000000Z",
    to: "2026-01-05T10:30:00.000000Z",
    query: "user_id:ada\u001b[2J",
    excluded: ["DEBUG", "price"],
    first: 4,
    count: 6,
    checkpoint: "",
    keys: [],
    left: [],
    right: [],
  },
  head: {
    origin: "example.com/trail",
    size: 12_345,
    root: new Uint8Array(32),
    extensions: [],
    path: "checkpoint",
    note: "",
  },
  keys: ["example.com/trail+00000000+A"],
  entries: 1_234,
  proven: 1_000,
  withheld: 234,
};

test("what is shown and what is not, without what a terminal would obey", () => {
  expect(evidenceText(REPORT, false, PLAIN)).toMatchInlineSnapshot(`
    "example.com/trail (a tree of 12,345 entries)
      collected from 2026-01-05T09:30:00.000000Z to 2026-01-05T10:30:00.000000Z: 1,234 entries
      1,000 records proven, 234 entries without their record
      records that were asked for: user_id:ada\\u001b[2J
      the file says that the trail has no entries for: DEBUG, price
      key 0: example.com/trail+00000000+A
      compare it with what your operator publishes: the trail alone vouches for its key

    ✗ evidence entry 9: there is no entry behind it [entry_missing]

    integrity:    sound: every entry and record in the file is what was signed
    completeness: damaged: that no event of this time is missing is not shown
    "
  `);
  expect(evidenceText(REPORT, true, PLAIN)).not.toContain("vouches");
});

test("a file that is none has verdicts alone", () => {
  const none = { ...REPORT, header: undefined, head: undefined, keys: [], findings: [] };
  expect(evidenceText(none, false, PLAIN).trimStart()).toMatch(/^integrity: /);
});
