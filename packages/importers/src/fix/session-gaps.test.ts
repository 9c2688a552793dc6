import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_FIX_SESSIONS } from "../limits.ts";
import { SessionGaps } from "./session-gaps.ts";

type Sent = Record<string, string>;
const sent = (seq: number, own: Sent = {}): Sent => ({
  "8": "FIX.4.4",
  "35": "0",
  "49": "A",
  "56": "B",
  "34": String(seq),
  ...own,
});

function gapsIn(messages: readonly Sent[]): [number, number][] {
  const gaps = new SessionGaps();
  return messages.flatMap((fields): [number, number][] => {
    const gap = gaps.take({ fields: new Map(Object.entries(fields)) });
    return gap === undefined ? [] : [[gap.expected, gap.received]];
  });
}

test("a number left out is a gap; the first of a log is none; each direction counts for itself", () => {
  expect(
    gapsIn([
      sent(89),
      sent(90),
      sent(93),
      sent(94),
      sent(1, { "49": "B", "56": "A" }),
      sent(2, { "49": "B", "56": "A" }),
    ]),
  ).toEqual([[91, 93]]);
});

test("resends, duplicates and resets are no gaps", () => {
  expect(gapsIn([sent(5), sent(6), sent(5, { "43": "Y" }), sent(6, { "43": "Y" }), sent(7)])).toEqual([]);
  // A gap fill inside of a resend, and one that closes it.
  expect(gapsIn([sent(89), sent(1, { "35": "4", "123": "Y", "43": "Y", "36": "90" }), sent(90)])).toEqual([]);
  expect(gapsIn([sent(5), sent(6, { "35": "4", "123": "Y", "36": "20" }), sent(20)])).toEqual([]);
  expect(gapsIn([sent(5), sent(99, { "35": "4", "36": "50" }), sent(50)])).toEqual([]);
  expect(gapsIn([sent(500), sent(1, { "35": "A", "141": "Y" }), sent(2)])).toEqual([]);
  expect(gapsIn([sent(500), sent(1, { "35": "A" }), sent(2)])).toEqual([]);
});

test("a logon that skips numbers is a gap", () => {
  expect(gapsIn([sent(5), sent(9, { "35": "A" }), sent(10)])).toEqual([[6, 9]]);
});

test("messages without a number, and more sessions than are followed, tell nothing", () => {
  const noNumber: Sent = { "8": "FIX.4.4", "35": "0" };
  expect(gapsIn([sent(1), noNumber, sent(2, { "34": "x" }), sent(2)])).toEqual([]);
  const gaps = new SessionGaps();
  for (let i = 0; i <= MAX_FIX_SESSIONS; i++)
    gaps.take({ fields: new Map(Object.entries(sent(1, { "49": `S${i}` }))) });
  expect(gaps.isFull).toBe(true);
});

test("as many gaps as runs of numbers were left out", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const expected = sorted.flatMap((n, i): [number, number][] => {
        const before = sorted[i - 1];
        return before === undefined || n === before + 1 ? [] : [[before + 1, n]];
      });
      expect(gapsIn(sorted.map((n) => sent(n)))).toEqual(expected);
    }),
  );
});
