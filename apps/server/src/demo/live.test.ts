import type { Sink } from "@daybook/logger";
import { describe, expect, it } from "vitest";
import { runLive } from "./live.ts";
import { readDemoSettings } from "./settings.ts";
import { Simulation } from "./simulation.ts";

const START_MS = Date.UTC(2026, 10, 21, 8);

describe("a live demonstration", () => {
  it("writes the past first, marked as such, then keeps pace with the clock and says good-bye", async () => {
    const lines: string[] = [];
    const sink: Sink = { name: "lines", write: (line) => void lines.push(line) };
    const simulation = new Simulation({
      seed: 1,
      startMs: START_MS - 600_000,
      eventsPerSecond: 2,
      sinkOf: () => sink,
      flushAtExit: false,
    });
    const stopping = new AbortController();
    let now = START_MS;
    await runLive({
      simulation,
      eventsPerSecond: 8,
      nowMs: () => now,
      pause: async () => {
        now += 100;
        if (now > START_MS + 60_000) stopping.abort();
      },
      signal: stopping.signal,
    });
    const events = lines.map(
      (line) => JSON.parse(line) as { timestamp: string; event_type: string; data: { backfill?: boolean } },
    );
    for (const event of events.filter(({ event_type }) => event_type !== "system_start")) {
      expect(event.data.backfill === true).toBe(
        Date.parse(event.timestamp) <= START_MS && event.event_type !== "config_changed",
      );
    }
    const live = events.filter((event) => Date.parse(event.timestamp) > START_MS);
    expect(events.length - live.length).toBeGreaterThan(600);
    expect(live.length).toBeGreaterThan(200);
    expect(events.slice(-6).map((event) => event.event_type)).toEqual(Array(6).fill("system_stop"));
  });
});

describe("settings of the demonstration", () => {
  it("have defaults", () => {
    expect(readDemoSettings({}, 42)).toEqual({
      url: "http://127.0.0.1:8002",
      key: "",
      seed: 42,
      eventsPerSecond: 8,
      backfillMs: 3_600_000,
    });
    expect(
      readDemoSettings({ DAYBOOK_DEMO_BACKFILL: "0", DAYBOOK_DEMO_RATE: "50", DAYBOOK_DEMO_SEED: "3" }, 1),
    ).toMatchObject({
      seed: 3,
      eventsPerSecond: 50,
      backfillMs: 0,
    });
  });

  it("say what is wrong with them", () => {
    expect(() => readDemoSettings({ DAYBOOK_DEMO_RATE: "fast" }, 1)).toThrow(
      'DAYBOOK_DEMO_RATE is "fast"; it must be a number from 0.1 to 2000',
    );
  });
});
