import { createRedactor, encodeRecord, isEventType, normaliseEvent, numberRecord, parseJson } from "@daybook/protocol";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "./clock.ts";
import { generateEvents } from "./events.ts";
import { createRandom } from "./random.ts";

describe("generateEvents", () => {
  const events = generateEvents({ seed: 7, count: 5_000 });

  it("gives the same events for the same seed, and others for another", () => {
    expect(generateEvents({ seed: 7, count: 5_000 })).toEqual(events);
    expect(generateEvents({ seed: 8, count: 100 })).not.toEqual(events.slice(0, 100));
    expect(generateEvents({ seed: 7, count: 10 })).toEqual(events.slice(0, 10));
    expect(events).toHaveLength(5_000);
  });

  it("runs in order of time and tells whole trades", () => {
    const times = events.map((event) => event.timestamp);
    expect(times).toEqual(times.toSorted());
    const exits = events.filter((event) => event.event_type === "trade_exit");
    expect(exits.length).toBeGreaterThan(300);
    const filled = new Set(
      events.filter((event) => event.event_type === "order_filled").map((event) => event["trade_id"]),
    );
    expect(exits.every((event) => filled.has(event["trade_id"]))).toBe(true);
  });

  it("uses known event types, but for the odd ones", () => {
    const own = new Set(events.map((event) => event.event_type).filter((type) => !isEventType(type)));
    expect([...own].toSorted()).toEqual(["OrderFilledEvent", "log"]);
  });

  it("passes the door without a note and without a redaction", () => {
    const redactor = createRedactor();
    const door = { collectedAt: "2026-01-05T09:30:00.000000Z", newId: () => "id", redactor };
    for (const event of events) {
      const record = normaliseEvent(parseJson(JSON.stringify(event)), door);
      expect(record.data?.["invalid"]).toBeUndefined();
      expect(encodeRecord(numberRecord(record, 1))).toContain('"id":"id"');
    }
    expect(redactor.counts()).toEqual({});
  });
});

describe("createRandom", () => {
  it("spreads evenly and stays in its bounds", () => {
    const random = createRandom(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) counts[random.integer(0, 9)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
    expect(random.hex(8)).toMatch(/^[0-9a-f]{8}$/);
    expect(random.bytes(new Uint8Array(4))).toHaveLength(4);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});

describe("createFakeClock", () => {
  it("stands still until it is moved, forwards or back", () => {
    const clock = createFakeClock(1_000);
    clock.advance(5);
    clock.advance(-10);
    expect(clock.nowMs()).toBe(995);
    clock.set(7);
    expect(clock.nowMs()).toBe(7);
  });
});
