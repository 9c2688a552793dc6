import { describe, expect, it } from "vitest";
import { differing, reconcile } from "./reconcile.ts";

/** Hashes that say their own number. */
function row(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 32);
  for (const [at, value] of values.entries()) bytes.fill(value, at * 32, (at + 1) * 32);
  return bytes;
}

const is =
  (...values: readonly number[]) =>
  (hashes: Uint8Array): boolean =>
    differing(hashes, row(...values)).length === 0;

describe("two versions of a row of hashes", () => {
  it("keeps the stored one when it fits", () => {
    expect(reconcile(row(1, 2), row(9, 9), is(1, 2))).toEqual({ hashes: row(1, 2), wrong: [], certain: true });
  });

  it("takes the computed one when that fits, and names what was stored wrong", () => {
    expect(reconcile(row(1, 9, 3), row(1, 2, 3), is(1, 2, 3))).toEqual({
      hashes: row(1, 2, 3),
      wrong: [1],
      certain: true,
    });
  });

  it("finds the mixture when both are wrong at different places", () => {
    const { hashes, wrong, certain } = reconcile(row(9, 2, 3, 4), row(1, 2, 8, 7), is(1, 2, 3, 4));
    expect([hashes, wrong, certain]).toEqual([row(1, 2, 3, 4), [0], true]);
  });

  it("finds one wrong place among many", () => {
    const right = Array.from({ length: 200 }, (_, at) => at);
    const computed = right.with(77, 250);
    const stored = right.map((value, at) => (at === 77 ? value : 255));
    const { wrong, certain } = reconcile(row(...stored), row(...computed), is(...right));
    expect([wrong.length, wrong.includes(77), certain]).toEqual([199, false, true]);
  });

  it("says so when nothing fits", () => {
    expect(reconcile(row(1, 2), row(1, 3), () => false)).toEqual({ hashes: row(1, 2), wrong: [1], certain: false });
  });
});
