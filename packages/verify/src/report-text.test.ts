import { expect, test } from "vitest";
import type { TrailReport } from "./check-trail.ts";
import type { EventCheck } from "./event-proof.ts";
import { Findings } from "./finding.ts";
import { eventText, reportText } from "./report-text.ts";

const plain = (text: string): string => text;
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

const sound: TrailReport = {
  integrity: "sound",
  completeness: "sound",
  findings: [],
  origin: "example.com/trail",
  size: 12_345,
  root: "cm9vdA==",
  entries: 12_345,
  keys: ["example.com/trail+01234567+AbC="],
  heads: [12_345, 100, 2_000, 100],
  anchored: [2_000],
  unchecked: [],
};

test("a sound trail, by a key that nobody vouched for", () => {
  expect(reportText(sound, false, paint)).toBe(
    [
      "example.com/trail: 12,345 entries, 12,345 looked at, root cm9vdA==",
      "  key 0: example.com/trail+01234567+AbC=",
      "  compare it with what your operator publishes: the trail alone vouches for its key",
      "  3 heads that fit: 100, 2,000, 12,345",
      "  on the chain: 2,000",
      "",
      "integrity:    sound: everything that is there is what was signed",
      "completeness: sound: nothing that was signed or counted is missing",
      "",
    ].join("\n"),
  );
  expect(reportText(sound, true, paint)).not.toContain("compare it");
});

test("damage with its places, and what was not checked", () => {
  const findings = new Findings();
  findings.add("entry_changed", "tile/entries/000", "not the signed one", 7);
  findings.add("fork", "kept\u001b[2J.head", "another root");
  const report = reportText(
    { ...sound, findings: findings.all, integrity: "damaged", heads: [], anchored: [], unchecked: ["2 receipts"] },
    true,
    paint,
  );
  expect(report.split("\n").slice(2)).toEqual([
    "",
    "✗ tile/entries/000 entry 7: not the signed one [entry_changed]",
    "✗ kept\\u001b[2J.head: another root [fork]",
    "",
    "! 2 receipts",
    "",
    "integrity:    damaged (2 findings): what is there is not what was signed",
    "completeness: sound: nothing that was signed or counted is missing",
    "",
  ]);
});

test("a trail without a head", () => {
  const none = { ...sound, origin: undefined, size: undefined, root: undefined, keys: [], heads: [], anchored: [] };
  const text = reportText({ ...none, integrity: "unchecked", completeness: "unchecked" }, false, paint);
  expect(text.split("\n")[0]).toBe("a trail without a name");
  expect(text).toContain("integrity:    unchecked: nothing could be checked");
});

test("many heads are told by their ends", () => {
  const heads = Array.from({ length: 20 }, (_, i) => i + 1);
  expect(reportText({ ...sound, heads }, true, paint)).toContain("20 heads that fit: 1, 2, 3 … 18, 19, 20\n");
});

const check: EventCheck = {
  ok: true,
  problems: [],
  leaf: {
    seq: 42,
    collected_at: "2026-01-05T09:30:00.250000Z",
    producer: "h:1:0:ab",
    count: 7,
    category: "trade",
    event_type: "order_filled",
    subject: "",
    length: 2,
    commitment: "",
  },
  head: { origin: "example.com/trail", size: 1_000, root: new Uint8Array(32), extensions: [], path: "", note: "" },
  index: 41,
  record: "proven",
};

test("an event", () => {
  const proof = { index: 41, proof: [], entry: "", checkpoint: "", record: '{"a":"\u001b"}' };
  const key = { vkeys: ["example.com/trail+01234567+AbC="], isTrusted: true };
  expect(eventText(check, proof, key, paint)).toBe(
    [
      '{"a":"\\u001b"}',
      "entry 41 of 1,000 in example.com/trail",
      "  collected at 2026-01-05T09:30:00.250000Z, number 42 of the journal",
      "  trade order_filled, event 7 of h:1:0:ab",
      "  key 0: example.com/trail+01234567+AbC=",
      "",
      "entry:  sound: it stands at this place of the signed tree",
      "record: sound: these bytes are what was committed to",
      "",
    ].join("\n"),
  );
});

test("an event that does not hold", () => {
  const bad: EventCheck = {
    ...check,
    ok: false,
    problems: ["not in the tree"],
    head: undefined,
    leaf: undefined,
    record: "withheld",
  };
  expect(eventText(bad, undefined, { vkeys: [], isTrusted: false }, paint)).toBe(
    [
      "entry 41",
      "",
      "✗ not in the tree",
      "",
      "entry:  damaged: that it is in a signed tree is not proven",
      "record: unchecked: the record is not in the file: it was erased, or left out",
      "",
    ].join("\n"),
  );
});
