import type { WireRecord } from "@daybook/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLog } from "./event-log.ts";
import { RingBuffer } from "./ring-buffer.ts";

function event(seq: number): WireRecord {
  const time = new Date(1_700_000_000_000 + seq).toISOString();
  return {
    seq,
    id: `e${seq}`,
    timestamp: time,
    collected_at: time,
    level: "INFO",
    service: "s",
    event_type: "t",
    message: "m",
  };
}
const events = (from: number, to: number): WireRecord[] =>
  Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
const newestFirst = (from: number, to: number): WireRecord[] => events(from, to).toReversed();
const shown = (log: EventLog): number[] => Array.from({ length: log.length }, (_, i) => log.at(i)?.seq ?? -1);

describe("RingBuffer", () => {
  test("keeps the newest and says what went", () => {
    const ring = new RingBuffer<number>(3);
    expect(ring.push([1, 2])).toBe(0);
    expect(ring.push([3, 4, 5])).toBe(2);
    expect(ring.toArray()).toEqual([3, 4, 5]);
    expect(ring.at(3)).toBeUndefined();
  });

  test("property: the same as an array cut at the front", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.array(fc.integer(), { maxLength: 12 })),
        (capacity, pushes) => {
          const ring = new RingBuffer<number>(capacity);
          for (const items of pushes) ring.push(items);
          expect(ring.toArray()).toEqual(pushes.flat().slice(-capacity));
        },
      ),
    );
  });
});

describe("EventLog", () => {
  const open = (): EventLog => new EventLog({ maxLive: 5, maxLoaded: 8 });

  test("live events stand above the search's, newest first", () => {
    const log = open();
    log.reset(newestFirst(1, 3));
    log.add(events(4, 5));
    expect(shown(log)).toEqual([5, 4, 3, 2, 1]);
    expect(log.indexOf("e3")).toBe(2);
    expect(log.indexOf("none")).toBe(-1);
  });

  test("when the live part is full the loaded pages go: never a hole in between", () => {
    const log = open();
    log.reset(newestFirst(1, 3));
    expect(log.add(events(4, 8))).toBe(false);
    expect(log.add(events(9, 9))).toBe(true);
    expect(shown(log)).toEqual([9, 8, 7, 6, 5]);
  });

  test("older pages go to the end, each event once", () => {
    const log = open();
    log.reset(newestFirst(5, 7));
    expect(log.append(newestFirst(3, 5))).toBe(2);
    expect(shown(log)).toEqual([7, 6, 5, 4, 3]);
  });

  test("older pages after the loaded ones were dropped overlap the live part once", () => {
    const log = open();
    log.reset([]);
    log.add(events(1, 7));
    expect(shown(log)).toEqual([7, 6, 5, 4, 3]);
    log.append(newestFirst(1, 3));
    expect(shown(log)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test("stops at the most that it loads", () => {
    const log = open();
    log.reset(newestFirst(11, 16));
    expect(log.append(newestFirst(1, 10))).toBe(2);
    expect(log.isFull).toBe(true);
    expect(log.length).toBe(8);
  });

  test("held events wait and come all at once", () => {
    const log = open();
    log.reset(newestFirst(1, 2));
    log.hold(events(3, 4));
    expect(shown(log)).toEqual([2, 1]);
    expect(log.waiting).toBe(2);
    expect(log.hasHole).toBe(false);
    log.release();
    expect(shown(log)).toEqual([4, 3, 2, 1]);
    expect(log.waiting).toBe(0);
  });

  test("more waiting than are kept is a hole", () => {
    const log = open();
    log.hold(events(1, 6));
    expect(log.hasHole).toBe(true);
    log.reset([]);
    log.hold(events(7, 7), 1);
    expect(log.hasHole).toBe(true);
  });
});
