import { describe, expect, it } from "vitest";
import { createIdGenerator } from "./id.ts";

function generator(times: number[]) {
  let at = 0;
  return createIdGenerator({
    nowMs: () => times[Math.min(at++, times.length - 1)] as number,
    random: (bytes) => bytes.set([0x01, 0xab, 0, 0xff, 0x10, 0x9c]),
  });
}

describe("createIdGenerator", () => {
  it("lays out a version 7 UUID in lower case", () => {
    const next = generator([0x0190_a1b2_c3d4]);
    expect(next()).toBe("0190a1b2-c3d4-7000-8000-01ab00ff109c");
    expect(next()).toBe("0190a1b2-c3d4-7000-8001-01ab00ff109c");
  });

  it("counts anew in each millisecond", () => {
    const next = generator([1, 1, 2]);
    expect([next(), next(), next()].map((id) => id.slice(0, 23))).toEqual([
      "00000000-0001-7000-8000",
      "00000000-0001-7000-8001",
      "00000000-0002-7000-8000",
    ]);
  });

  it("grows strictly while the clock stands, jumps ahead or steps back", () => {
    const times = Array.from(
      { length: 40_000 },
      (_, i) => 1_700_000_000_000 + [0, 0, 5, -3_600_000, 1][i % 5]! + (i >> 8),
    );
    const next = generator(times);
    let last = "";
    for (let i = 0; i < 40_000; i++) {
      const id = next();
      expect(id > last).toBe(true);
      last = id;
    }
    expect(last).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("tells generators apart by their random part", () => {
    const make = (byte: number) => createIdGenerator({ nowMs: () => 5, random: (bytes) => bytes.fill(byte) });
    expect(make(1)()).not.toBe(make(2)());
  });
});
