import { describe, expect, test } from "vitest";
import { FrameBatcher } from "./frame-batcher.ts";
import { RateMeter } from "./rate-meter.ts";

function setUp(capacity = 100) {
  const frames: (() => void)[] = [];
  const taken: { items: number[]; lost: number }[] = [];
  let nowMs = 0;
  const batcher = new FrameBatcher<number>(
    { intervalMs: 100, capacity, take: (items, lost) => taken.push({ items, lost }) },
    { requestFrame: (run) => frames.push(run), nowMs: () => nowMs },
  );
  return {
    batcher,
    taken,
    frames,
    frame: (atMs: number): void => {
      nowMs = atMs;
      for (const run of frames.splice(0)) run();
    },
  };
}

describe("FrameBatcher", () => {
  test("what arrives between two frames comes as one piece", () => {
    const { batcher, taken, frame } = setUp();
    batcher.push([1]);
    batcher.push([2, 3]);
    expect(taken).toEqual([]);
    frame(0);
    expect(taken).toEqual([{ items: [1, 2, 3], lost: 0 }]);
  });

  test("not more often than the interval, and nothing is forgotten", () => {
    const { batcher, taken, frame, frames } = setUp();
    batcher.push([1]);
    frame(0);
    batcher.push([2]);
    frame(16);
    expect(taken).toHaveLength(1);
    batcher.push([3]);
    frame(101);
    expect(taken[1]).toEqual({ items: [2, 3], lost: 0 });
    expect(frames).toHaveLength(0);
  });

  test("without frames the memory is bounded and the lost are counted", () => {
    const { batcher, taken, frame } = setUp(10);
    for (let i = 0; i < 95; i++) batcher.push([i]);
    frame(0);
    const [{ items, lost } = { items: [], lost: 0 }] = taken;
    expect(items.at(-1)).toBe(94);
    expect(items.length).toBeLessThanOrEqual(20);
    expect(items.length).toBeGreaterThanOrEqual(10);
    expect(items.length + lost).toBe(95);
  });

  test("cleared items never come", () => {
    const { batcher, taken, frame } = setUp();
    batcher.push([1]);
    batcher.clear();
    frame(0);
    expect(taken).toEqual([]);
  });
});

test("RateMeter counts what lies in its window", () => {
  const meter = new RateMeter(2_000);
  meter.add(100, 0);
  meter.add(300, 1_500);
  expect(meter.perSecond(1_600)).toBe(200);
  expect(meter.perSecond(2_500)).toBe(150);
  expect(meter.perSecond(9_000)).toBe(0);
});
