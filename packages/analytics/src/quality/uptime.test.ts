import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "./fields.ts";
import { MAX_EXAMPLES } from "./limits.ts";
import { Uptime } from "./uptime.ts";

function at(second: number, event_type: string, fields: Partial<LoggedEvent> = {}): LoggedEvent {
  const time = new Date(Date.UTC(2026, 10, 21, 8, 0, second)).toISOString().slice(0, 19);
  return { timestamp: `${time}.000000Z`, event_type, ...fields };
}

function of(...events: readonly LoggedEvent[]) {
  const uptime = new Uptime();
  for (const event of events) uptime.add(event);
  return uptime.figures;
}

const beat = (second: number, data: LoggedEvent["data"] & object = {}) =>
  at(second, "heartbeat", { service: "bot", data });

describe("health checks", () => {
  it("are none without any", () => {
    expect(of(at(0, "price"))).toEqual({
      healthy_share: { value: null, reason: "no health check" },
      by_component: [],
      by_heartbeat: [],
      gaps: [],
      by_process: [],
      left_out: { groups: 0, count: 0 },
    });
  });

  it("are healthy by their whole word, or by the number of an answer", () => {
    const check = (status: string | number) => at(0, "health_check", { data: { component: "db", status } });
    const { by_component } = of(...["OK", "up", 200, "200", 503, "not ok", "unhealthy"].map(check));
    expect(by_component).toMatchObject([{ component: "db", checks: 7, healthy: 4, last_status: "unhealthy" }]);
    expect(of(check(503)).by_component).toMatchObject([{ healthy: 0, last_status: "503" }]);
  });
});

describe("heartbeats", () => {
  it("say why they have no uptime", () => {
    expect(of(beat(0)).by_heartbeat[0]?.uptime).toEqual({ value: null, reason: "fewer than two heartbeats" });
    const { uptime, interval_s } = of(beat(0), beat(0)).by_heartbeat[0] ?? {};
    expect(uptime).toEqual({ value: null, reason: "all heartbeats are of one instant" });
    expect(interval_s).toEqual({ value: null, reason: "fewer than four heartbeats" });
  });

  it("are missed beyond three intervals, as logged", () => {
    const tens = (...seconds: readonly number[]) => of(...seconds.map((second) => beat(second, { interval_s: "10" })));
    expect(tens(0, 30).gaps).toEqual([]);
    const { gaps, by_heartbeat } = tens(0, 40);
    expect(gaps).toMatchObject([{ source: "bot", missing_s: 30, to: "2026-11-21T08:00:40.000000Z" }]);
    expect(by_heartbeat).toMatchObject([{ heartbeats: 2, gaps: 1, missing_s: 30, uptime: { value: 0.25 } }]);
  });

  it("learn their interval when none above zero is logged", () => {
    const { by_heartbeat } = of(...[0, 10, 20, 30, 70].map((second) => beat(second, { interval_s: 0 })));
    expect(by_heartbeat).toMatchObject([{ interval_s: { value: 10 }, gaps: 1, missing_s: 30 }]);
  });

  it("list the newest gaps only, and count them all", () => {
    const beats = Array.from({ length: MAX_EXAMPLES + 3 }, (_, number) => beat(number * 10, { interval_s: 1 }));
    const { gaps, by_heartbeat } = of(...beats);
    expect([gaps.length, by_heartbeat[0]?.gaps]).toEqual([MAX_EXAMPLES, MAX_EXAMPLES + 2]);
    expect(gaps[0]?.from).toBe(beats[2]?.timestamp);
  });
});

describe("starts and stops", () => {
  it("are of one source each, by service, component and machine, in short", () => {
    const about = { service: "bot", host: "h".repeat(5_000), data: { component: "bot" } };
    const { by_process } = of(
      at(0, "system_stop", about),
      at(1, "system_start", about),
      at(2, "system_start", about),
      at(3, "system_stop", about),
      at(4, "system_start", about),
      at(5, "system_start"),
    );
    expect(by_process).toEqual([
      { source: `bot · ${"h".repeat(60)}…`, starts: 3, stops: 2, restarts_without_stop: 1 },
      { source: "", starts: 1, stops: 0, restarts_without_stop: 0 },
    ]);
  });
});
