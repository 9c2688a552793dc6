import { describe, expect, it } from "vitest";
import { endpointOf } from "./endpoint-metrics.ts";
import { patternOf } from "./error-fingerprint.ts";
import type { LoggedEvent } from "./fields.ts";
import { SystemMetrics } from "./system-metrics.ts";
import type { SystemMetricsResult } from "./system-metrics.ts";

function at(time: string, event_type: string, fields: Partial<LoggedEvent> = {}): LoggedEvent {
  return { timestamp: `2026-11-21T${time}.000000Z`, event_type, ...fields };
}

function run(events: readonly LoggedEvent[]): SystemMetricsResult {
  const metrics = new SystemMetrics();
  for (const event of events) metrics.add(event);
  return metrics.result;
}

describe("errors", () => {
  const error = { level: "ERROR", service: "api", exception_type: "Timeout" } as const;
  const { errors, volume, events } = run([
    at("08:00:00", "note", { level: "INFO", service: "bot" }),
    at("08:10:00", "api_error", { ...error, id: "e1", logger: "rest", exception_message: "no answer in 5000 ms" }),
    at("09:10:00", "api_error", { ...error, id: "e2", logger: "rest", exception_message: "no answer in 250 ms" }),
    at("09:10:00", "api_error", { ...error, id: "e2", logger: "rest", exception_message: "no answer in 250 ms" }),
    at("09:20:00", "system_error", { level: "CRITICAL", service: "bot", id: "e3", message: 'order "a1" failed' }),
    at("10:00:00", "note", { level: "WARNING", service: "bot" }),
  ]);

  it("are counted by the hour, by source and by what they say", () => {
    expect(errors.errors).toBe(3);
    expect(errors.errors_per_hour).toEqual({ value: 1.5 });
    expect(errors.error_share).toEqual({ value: 0.6 });
    expect(errors.by_hour).toEqual([
      { hour: "2026-11-21T08", count: 1 },
      { hour: "2026-11-21T09", count: 2 },
    ]);
    expect(errors.by_source.map(({ service, logger, errors: count }) => [service, logger, count])).toEqual([
      ["api", "rest", 2],
      ["bot", "", 1],
    ]);
    expect(errors.by_fingerprint[0]).toEqual({
      exception_type: "Timeout",
      pattern: "no answer in <number> ms",
      errors: 2,
      errors_per_hour: { value: 1 },
      first: "2026-11-21T08:10:00.000000Z",
      last: "2026-11-21T09:10:00.000000Z",
      example_id: "e1",
      example_message: "no answer in 5000 ms",
      by_hour: [
        { hour: "2026-11-21T08", count: 1 },
        { hour: "2026-11-21T09", count: 1 },
      ],
    });
    expect(errors.by_fingerprint[1]).toMatchObject({ exception_type: "", pattern: "order <text> failed", errors: 1 });
  });

  it("are part of the volume by service and level", () => {
    expect(events).toBe(5);
    expect(volume).toEqual([
      {
        service: "bot",
        events: 3,
        by_level: [
          { name: "CRITICAL", count: 1 },
          { name: "INFO", count: 1 },
          { name: "WARNING", count: 1 },
        ],
      },
      { service: "api", events: 2, by_level: [{ name: "ERROR", count: 2 }] },
    ]);
  });

  it("have no rate when there is one instant, and none without events", () => {
    expect(run([at("08:00:00", "x", { level: "ERROR" })]).errors.errors_per_hour.value).toBeNull();
    expect(run([]).errors.error_share).toEqual({ value: null, reason: "no events" });
  });
});

describe("the pattern of a message", () => {
  it.each([
    ["connect ETIMEDOUT 10.0.0.1:8080", "connect ETIMEDOUT <number>:<number>"],
    ["order 8f14e45f-ceea-467f-9d1c-2a3b4c5d6e7f rejected", "order <uuid> rejected"],
    ["tx 0xDEADBEEF01 reverted after -1,234.5e-6 ETH", "tx <hex> reverted after <number> ETH"],
    ["block 4d967a30111bf29f0eba01c448b375c1629b2fed", "block <hex>"],
    ["can't parse 'x 1' of \"y 2\" and `z`", "can't parse <text> of <text> and <text>"],
    ["  v3 of\n\nalpha2   failed ", "v3 of alpha2 failed"],
    ["deadbeef cafe facade", "deadbeef cafe facade"],
    ["", ""],
  ])("of %j", (message, pattern) => {
    expect(patternOf(message)).toBe(pattern);
  });

  it("takes no long time for a hostile one", () => {
    const started = performance.now();
    for (const text of ["'", '"', "a1", "0x", "1.", "-", "e+", "\u{1F600}"]) patternOf(text.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("calls", () => {
  it("have latency and errors by endpoint", () => {
    const get = { method: "get", endpoint: "/api/v3/depth?symbol=X" };
    const { api } = run([
      at("08:00:00", "api_call", { data: { ...get, status_code: 200, response_time_ms: 10 } }),
      at("08:00:01", "api_call", { data: { ...get, status_code: 200, latency_ms: 30 } }),
      at("08:00:02", "rate_limit", { data: { ...get, status_code: 429, retry_after_s: 2 } }),
      at("08:00:03", "api_error", { data: { ...get, status_code: 502, duration_ms: 20 } }),
      at("08:00:04", "http_request", { data: { method: "POST", path: "/orders/4711", status_code: 404 } }),
      at("08:00:05", "http_request", { data: { method: "POST", path: "/orders/4712", response_time: 5000 } }),
      at("08:00:06", "api_call", { data: { response_time_ms: -1 } }),
    ]);
    expect(api).toMatchObject({ calls: 7, errors: 3, rate_limits: 1 });
    expect(api.latency_ms).toMatchObject({ count: 4, min: { value: 10 }, max: { value: 5000 }, relative_error: 0 });
    expect(api.by_endpoint[0]).toMatchObject({
      method: "GET",
      endpoint: "/api/v3/depth",
      calls: 4,
      errors: 2,
      error_share: { value: 0.5 },
      client_errors: 1,
      server_errors: 1,
      rate_limited: 1,
    });
    expect(api.by_endpoint[0]?.latency_ms).toMatchObject({ p50: { value: 20 }, p95: { value: 29 } });
    expect(api.by_endpoint[1]).toMatchObject({ endpoint: "/orders/:id", calls: 2, errors: 1 });
    expect(api.by_endpoint[2]?.latency_ms.p50).toEqual({ value: null, reason: "no call says how long it took" });
    expect(api.slow_endpoints.map(({ endpoint }) => endpoint)).toEqual(["/orders/:id", "/api/v3/depth"]);
  });

  it.each([
    ["https://api.example.com/v2/positions#x", "/v2/positions"],
    ["wss://stream.example.com", "/"],
    ["/a/0xabc123/8f14e45f-ceea-467f-9d1c-2a3b4c5d6e7f/4d967a30111bf29f/24hr", "/a/:id/:id/:id/24hr"],
    ["", ""],
  ])("of %j are to one endpoint", (address, endpoint) => {
    expect(endpointOf(address)).toBe(endpoint);
  });

  it("to a million endpoints take bounded memory, and the real one stays", () => {
    const metrics = new SystemMetrics();
    for (let number = 0; number < 1_000_000; number++) {
      const endpoint = number % 4 === 0 ? "/real" : `/x${number}y`;
      metrics.add(at("08:00:00", "api_call", { data: { endpoint, response_time_ms: 1 } }));
    }
    const { api } = metrics.result;
    expect(api.by_endpoint).toHaveLength(500);
    expect(api.by_endpoint[0]).toMatchObject({ endpoint: "/real", calls: 250_000 });
    expect(api.by_endpoint.reduce((sum, { calls }) => sum + calls, api.endpoints_left_out.count)).toBe(1_000_000);
  });

  it("with names of a megabyte keep little of them", () => {
    const endpoint = `/${"x".repeat(1_000_000)}`;
    const { api } = run([
      at("08:00:00", "api_call", { service: "s".repeat(1e6), data: { endpoint, method: endpoint } }),
    ]);
    expect(JSON.stringify(api).length).toBeLessThan(3_000);
  });
});

describe("uptime", () => {
  it("is the share of healthy checks", () => {
    const { uptime } = run([
      at("08:00:00", "health_check", { data: { component: "db", status: "healthy", response_time_ms: 125 } }),
      at("08:01:00", "health_check", { service: "bot", status: "OK" }),
      at("08:02:00", "health_check", { data: { component: "db", status: "degraded" } }),
      at("08:03:00", "health_check", { data: { component: "db" } }),
    ]);
    expect(uptime.healthy_share).toEqual({ value: 0.5 });
    expect(uptime.by_component[0]).toMatchObject({ component: "db", checks: 3, healthy: 1, last_status: "not said" });
  });

  it("is what heartbeats leave", () => {
    const beats = ["08:00:00", "08:00:30", "08:01:00", "08:01:30", "08:03:00", "08:10:00"];
    const { uptime } = run(beats.map((time) => at(time, "heartbeat", { service: "bot" })));
    // 90 s is three intervals, not more; 420 s is a gap of 390 beyond the usual 30; 600 s in all.
    expect(uptime.by_heartbeat).toEqual([
      {
        source: "bot",
        heartbeats: 6,
        interval_s: { value: 30 },
        gaps: 1,
        missing_s: 390,
        uptime: { value: 0.35 },
      },
    ]);
    expect(uptime.gaps).toEqual([
      { source: "bot", from: "2026-11-21T08:03:00.000000Z", to: "2026-11-21T08:10:00.000000Z", missing_s: 390 },
    ]);
  });

  it("needs to know the usual interval, which may be logged", () => {
    const beat = (time: string, data?: { interval_s: number }) =>
      at(time, "heartbeat", { service: "bot", ...(data && { data }) });
    expect(run([beat("08:00:00"), beat("09:00:00")]).uptime.by_heartbeat[0]).toMatchObject({ gaps: 0 });
    const logged = run([beat("08:00:00", { interval_s: 60 }), beat("09:00:00", { interval_s: 60 })]);
    expect(logged.uptime.by_heartbeat[0]).toMatchObject({ gaps: 1, missing_s: 3_540 });
    expect(run([beat("08:00:00")]).uptime.by_heartbeat[0]?.uptime.value).toBeNull();
  });

  it("counts starts of what never stopped", () => {
    const bot = { service: "bot", data: { component: "bot" } };
    const { uptime } = run([
      at("08:00:00", "system_start", bot),
      at("09:00:00", "system_stop", bot),
      at("09:01:00", "system_start", bot),
      at("10:00:00", "system_start", bot),
      at("10:00:00", "system_start", { ...bot, host: "b" }),
    ]);
    expect(uptime.by_process).toEqual([
      { source: "bot", starts: 3, stops: 1, restarts_without_stop: 1 },
      { source: "bot · b", starts: 1, stops: 0, restarts_without_stop: 0 },
    ]);
  });
});

describe("measured resources", () => {
  it("have a series each, by service and name", () => {
    const { resources } = run([
      at("08:00:00", "system_metrics", { service: "bot", data: { cpu_usage: 80, component: "bot", memory_usage: 40 } }),
      at("08:01:00", "system_metrics", { service: "bot", data: { cpu_usage: 90, metrics: { memory_usage: 50 } } }),
      at("08:02:00", "performance_metric", { service: "bot", data: { metric: "win_rate", value: "0.5" } }),
    ]);
    expect(resources.map(({ metric, mean, last }) => [metric, mean.value, last.value])).toEqual([
      ["cpu_usage", 85, 90],
      ["memory_usage", 45, 50],
      ["win_rate", 0.5, 0.5],
    ]);
  });
});
