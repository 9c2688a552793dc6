import { expect, it } from "vitest";
import { AnchorError } from "./anchor-error.ts";
import type { AnchorReceipt } from "./anchor.ts";
import { AnchoringProgress } from "./anchoring-progress.ts";

const PACE = { intervalMs: 1_000, everyEntries: 100 };
const receiptOf = (size: number, anchoredAtMs: number): AnchorReceipt => ({
  kind: "memory",
  origin: "example.com/trail",
  size,
  root: new Uint8Array(32),
  anchoredAtMs,
  text: "",
});

it("has nothing to do for an empty trail", () => {
  const progress = new AnchoringProgress(PACE, 0, undefined);
  progress.sawHead(0, 0);
  expect(progress.isDue(0, 1e9)).toBe(false);
  expect(progress.status("memory", 1e9)).toEqual({
    anchor: "memory",
    headSize: 0,
    anchoredSize: 0,
    anchoredAtMs: undefined,
    waitingSinceMs: undefined,
    behind: false,
    lastError: undefined,
  });
});

it("is due for the first entry, after an interval, and after enough entries", () => {
  const progress = new AnchoringProgress(PACE, 0, undefined);
  expect(progress.isDue(1, 0)).toBe(true);
  progress.anchored(receiptOf(10, 50), 100);
  expect([progress.isDue(10, 9_999), progress.isDue(11, 1_099), progress.isDue(11, 1_100)]).toEqual([
    false,
    false,
    true,
  ]);
  expect([progress.isDue(109, 100), progress.isDue(110, 100)]).toEqual([false, true]);
});

it("does not call a large trail late because it is anchored for the first time", () => {
  const progress = new AnchoringProgress(PACE, 0, undefined);
  progress.sawHead(1_000_000, 0);
  expect(progress.status("memory", 2_999).behind).toBe(false);
  expect(progress.status("memory", 3_000).behind).toBe(true);
});

it("counts from an earlier receipt, but not from the future", () => {
  const early = new AnchoringProgress(PACE, 5_000, receiptOf(10, 4_500));
  expect([early.isDue(11, 5_499), early.isDue(11, 5_500)]).toEqual([false, true]);
  const ahead = new AnchoringProgress(PACE, 5_000, receiptOf(10, 99_000));
  expect([ahead.isDue(11, 5_999), ahead.isDue(11, 6_000)]).toEqual([false, true]);
  expect(ahead.status("memory", 5_000).anchoredAtMs).toBe(99_000);
});

it("lets entries that came while a head was anchored wait from then on", () => {
  const progress = new AnchoringProgress(PACE, 0, undefined);
  progress.sawHead(12, 0);
  progress.anchored(receiptOf(10, 600), 700);
  expect(progress.status("memory", 800).waitingSinceMs).toBe(700);
  progress.lost();
  expect(progress.isDue(12, 700)).toBe(true);
  expect(progress.status("memory", 800)).toMatchObject({ anchoredSize: 0, anchoredAtMs: undefined });
});

it("rests longer after each failure, up to a minute", () => {
  const progress = new AnchoringProgress(PACE, 0, undefined);
  const rests = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000];
  for (const rest of rests) {
    progress.failed(new AnchorError("unreachable", "away"), 1_000);
    expect([progress.isResting(1_000 + rest - 1), progress.isResting(1_000 + rest)]).toEqual([true, false]);
  }
  expect(progress.status("memory", 1_000).lastError).toEqual({ code: "unreachable", message: "away", atMs: 1_000 });
  progress.succeeded();
  expect(progress.isResting(1_001)).toBe(false);
  expect(progress.status("memory", 1_000).lastError).toBeUndefined();
});
