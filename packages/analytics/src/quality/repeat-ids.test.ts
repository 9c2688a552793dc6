import { describe, expect, it } from "vitest";
import { MAX_IDS_OF_INSTANT } from "./limits.ts";
import { RepeatIds } from "./repeat-ids.ts";

const at = (timestamp: string, id?: string) => ({ timestamp, event_type: "x", ...(id === undefined ? {} : { id }) });

describe("repeated ids", () => {
  it("are told by id within one instant", () => {
    const ids = new RepeatIds();
    const events = [at("1", "a"), at("1", "b"), at("1", "a"), at("1", "a"), at("2", "a"), at("1", "b")];
    expect(events.map((event) => ids.isRepeat(event))).toEqual([false, false, true, true, false, false]);
    expect(ids.repeats).toBe(2);
  });

  it("are not told of events without one; an empty one is one", () => {
    const ids = new RepeatIds();
    expect([at("1"), at("1"), at("1", ""), at("1", "")].map((event) => ids.isRepeat(event))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it("are remembered in bounds when all events are of one instant", () => {
    const ids = new RepeatIds();
    for (let id = 0; id <= MAX_IDS_OF_INSTANT; id++) ids.isRepeat(at("1", String(id)));
    expect(ids.isRepeat(at("1", String(MAX_IDS_OF_INSTANT)))).toBe(true);
    expect(ids.isRepeat(at("1", "1"))).toBe(true);
    expect(ids.isRepeat(at("1", "0"))).toBe(false);
    expect(ids.repeats).toBe(2);
  });
});
