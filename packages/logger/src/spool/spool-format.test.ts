import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  FRAME_HEADER_BYTES,
  SEGMENT_HEADER_BYTES,
  encodeFrames,
  encodePosition,
  isSegmentHeader,
  parsePosition,
  readFrame,
  segmentHeader,
} from "./spool-format.ts";

const body = Buffer.from('{"message":"Grüße","producer":"p","producer_seq":7}\n');
const batch = { firstSeq: 7, count: 1, body };

describe("a frame", () => {
  it("comes back as it was", () => {
    const bytes = Buffer.concat([Buffer.from("xy"), encodeFrames([batch])]);
    expect(readFrame(bytes, 2)).toEqual({ kind: "frame", batch, bytes: FRAME_HEADER_BYTES + body.length });
  });

  it("says how many bytes it needs when it is cut anywhere", () => {
    const bytes = encodeFrames([batch]);
    for (let end = 0; end < bytes.length; end++) {
      const needed = end < FRAME_HEADER_BYTES ? FRAME_HEADER_BYTES : bytes.length;
      expect(readFrame(bytes.subarray(0, end), 0)).toEqual({ kind: "short", bytes: needed });
    }
  });

  it("is not taken when any bit of it changed", () => {
    const bytes = encodeFrames([batch]);
    for (let at = 0; at < bytes.length * 8; at++) {
      const spoilt = Buffer.from(bytes);
      spoilt[at >> 3] = (spoilt[at >> 3] as number) ^ (1 << (at & 7));
      expect(readFrame(spoilt, 0).kind).not.toBe("frame");
    }
  });

  it("keeps numbers beyond 32 bits", () => {
    const far = { ...batch, firstSeq: Number.MAX_SAFE_INTEGER - 1 };
    expect(readFrame(encodeFrames([far]), 0)).toMatchObject({ batch: { firstSeq: far.firstSeq } });
  });
});

describe("a position", () => {
  it("comes back, and is the beginning when it is spoilt", () => {
    expect(parsePosition(encodePosition(123_456_789_012))).toBe(123_456_789_012);
    const spoilt = encodePosition(5);
    spoilt[0] = 6;
    expect([spoilt, Buffer.alloc(0), Buffer.alloc(12, 1)].map(parsePosition)).toEqual([0, 0, 0]);
  });
});

it("reads the segments of version 1 for ever", () => {
  const golden = (name: string): Buffer =>
    readFileSync(fileURLToPath(new URL(`../../../../golden/spool-v1/${name}`, import.meta.url)));
  const bytes = golden("00000001.spool");
  expect(isSegmentHeader(bytes)).toBe(true);
  const found: string[] = [];
  let at = SEGMENT_HEADER_BYTES;
  for (let frame = readFrame(bytes, at); frame.kind === "frame"; frame = readFrame(bytes, at)) {
    found.push(`${frame.batch.firstSeq}+${frame.batch.count} ${frame.batch.body.toString()}`);
    at += frame.bytes;
  }
  expect(at).toBe(bytes.length);
  expect(found).toEqual([
    `1+2 ${line(1, "bought 0.5 BTC")}${line(2, "Grüße, 世界")}`,
    `3+1 ${line(3, "sold")}`,
    `9007199254740990+1 ${line(9_007_199_254_740_990, "the last")}`,
  ]);
  expect(parsePosition(golden("acked"))).toBe(2);
  expect(segmentHeader()).toEqual(bytes.subarray(0, SEGMENT_HEADER_BYTES));
});

function line(seq: number, message: string): string {
  return `{"message":${JSON.stringify(message)},"producer":"golden","producer_seq":${seq}}\n`;
}
