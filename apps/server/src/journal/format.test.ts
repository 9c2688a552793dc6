import fc from "fast-check";
import { expect, test } from "vitest";
import {
  encodeIndexHeader,
  encodeIndexLine,
  parseIndexHeader,
  parseIndexLine,
  parseSegmentFile,
  segmentName,
} from "./format.ts";

const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const entry = fc.record({
  offset: count,
  length: count,
  firstSeq: count,
  lastSeq: count,
  commitSeq: count,
  timeMs: count,
  crc: fc.integer({ min: 0, max: 0xffffffff }),
});

test("a sidecar line is read back as it was written", () => {
  fc.assert(
    fc.property(entry, (one) => {
      expect(parseIndexLine(encodeIndexLine(one).slice(0, -1))).toEqual(one);
    }),
  );
  expect(parseIndexHeader(encodeIndexHeader(7).slice(0, -1))).toEqual({ version: 1, firstSeq: 7 });
});

test("a sidecar line with any one character changed or cut off is not taken", () => {
  fc.assert(
    fc.property(entry, fc.nat(), fc.integer({ min: 1, max: 127 }), (one, at, flip) => {
      const line = encodeIndexLine(one).slice(0, -1);
      const place = at % line.length;
      const changed = String.fromCharCode(line.charCodeAt(place) ^ flip);
      expect(parseIndexLine(line.slice(0, place) + changed + line.slice(place + 1))).toBeUndefined();
      expect(parseIndexLine(line.slice(0, place))).toBeUndefined();
    }),
  );
});

test("names of segments, and nothing else, are ours", () => {
  expect(segmentName(Number.MAX_SAFE_INTEGER)).toBe("9007199254740991");
  expect(parseSegmentFile("0000000000000012.ndjson")).toEqual({ firstSeq: 12, kind: "data" });
  expect(parseSegmentFile("0000000000000012.ndjson.gz")).toEqual({ firstSeq: 12, kind: "compressed" });
  expect(parseSegmentFile("0000000000000012.idx")).toEqual({ firstSeq: 12, kind: "index" });
  for (const name of [
    "12.ndjson",
    "0000000000000000.idx",
    "9999999999999999.idx",
    "0000000000000012.ndjson.tmp",
    "cursors",
  ]) {
    expect(parseSegmentFile(name)).toBeUndefined();
  }
});
