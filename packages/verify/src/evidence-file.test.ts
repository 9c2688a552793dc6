import { expect, test } from "vitest";
import { EVIDENCE_FORMAT, isEvidence, parseEvidenceEntry, parseEvidenceHeader } from "./evidence-file.ts";

const HEADER = {
  format: EVIDENCE_FORMAT,
  from: "2026-01-05T09:30:00.000000Z",
  to: "2026-01-05T10:30:00.000000Z",
  query: "",
  excluded: ["DEBUG"],
  first: 0,
  count: 2,
  checkpoint: "a head",
  keys: ["a key"],
  left: [],
  right: [],
};

test("a header is read, and known by its beginning", () => {
  const line = JSON.stringify(HEADER);
  expect(parseEvidenceHeader(line)).toEqual(HEADER);
  expect([isEvidence(line), isEvidence('{"seq":1'), isEvidence("")]).toEqual([true, false, false]);
});

test("one with a part that cannot be is none", () => {
  const wrong = {
    format: "daybook/evidence@v2",
    from: "2026-01-05",
    to: "z",
    query: null,
    excluded: "DEBUG",
    first: -1,
    count: 1.5,
    keys: [7],
  };
  for (const [name, value] of Object.entries(wrong))
    expect(parseEvidenceHeader(JSON.stringify({ ...HEADER, [name]: value })), name).toBeUndefined();
  for (const text of ["", "null", "7", "[]", "{"]) expect(parseEvidenceHeader(text)).toBeUndefined();
});

test("an entry has its text, and perhaps record and salt", () => {
  expect(parseEvidenceEntry('{"entry":"e"}')).toEqual({ entry: "e" });
  expect(parseEvidenceEntry('{"entry":"e","record":"r","salt":"s"}')).toEqual({ entry: "e", record: "r", salt: "s" });
  for (const text of ["", "null", "{}", '{"entry":7}', '{"entry":"e","record":7}', '{"entry":"e","salt":{}}'])
    expect(parseEvidenceEntry(text), text).toBeUndefined();
});
