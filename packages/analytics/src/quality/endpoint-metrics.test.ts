import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { EndpointMetrics, endpointOf } from "./endpoint-metrics.ts";
import { MAX_SLOW_ENDPOINTS } from "./limits.ts";

function call(data: TradingEvent["data"] & object, event_type = "api_call"): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type, data };
}

function of(...events: readonly TradingEvent[]) {
  const metrics = new EndpointMetrics();
  for (const event of events) metrics.add(event);
  return metrics.figures;
}

it.each([
  ["", ""],
  ["?a=1", "/"],
  ["https://api.example.com", "/"],
  ["https://user:secret@api.example.com/v3/order?signature=abc#top", "/v3/order"],
  ["/orders/0xAbC/fills/12", "/orders/:id/fills/:id"],
  ["/u/123e4567-e89b-12d3-a456-426614174000/", "/u/:id/"],
  ["/deadbeefdeadbeef/BTC-1234/v2", "/deadbeefdeadbeef/BTC-1234/v2"],
  ["/deadbeefdeadbee1", "/:id"],
])("the endpoint of %s is %s", (address, expected) => {
  expect(endpointOf(address)).toBe(expected);
});

describe("figures of endpoints", () => {
  it("of nothing, and of events that are no call, are none", () => {
    const figures = of(call({ endpoint: "/a" }, "order_placed"));
    expect(figures).toMatchObject({ calls: 0, errors: 0, by_endpoint: [], slow_endpoints: [] });
    expect(figures.error_share).toEqual({ value: null, reason: "no calls" });
  });

  it("count one call once, whatever is wrong with it", () => {
    const { by_endpoint } = of(
      call({ method: "get", endpoint: "/a", status_code: 399 }),
      call({ method: "GET", endpoint: "/a", status_code: "429" }, "rate_limit"),
      call({ method: "Get", endpoint: "/a", status_code: 500 }, "api_error"),
      call({ method: "GET", endpoint: "/a" }, "api_error"),
    );
    expect(by_endpoint).toMatchObject([
      { method: "GET", endpoint: "/a", calls: 4, errors: 3, client_errors: 1, server_errors: 1, rate_limited: 1 },
    ]);
    expect(by_endpoint[0]?.error_share).toEqual({ value: 0.75 });
  });

  it("list the slowest by name where they are equally slow, and none without a time", () => {
    const calls = Array.from({ length: MAX_SLOW_ENDPOINTS + 2 }, (_, at) =>
      call({ path: `/${String.fromCharCode(97 + at)}`, duration_us: at === 0 ? 9_000 : 5_000 }),
    );
    const { slow_endpoints, by_endpoint } = of(
      call({ path: "/silent" }),
      call({ path: "/a", latency_ms: -1 }),
      ...calls,
    );
    expect(slow_endpoints.map(({ endpoint }) => endpoint).join("")).toBe("/a/b/c/d/e/f/g/h/i/j");
    expect(slow_endpoints[0]).toMatchObject({ calls: 2, latency_ms: { count: 1, max: { value: 9 } } });
    expect(by_endpoint).toHaveLength(13);
  });

  it("cut hostile names, and do not break at what stands between two", () => {
    const { by_endpoint } = of(
      call({ method: "x".repeat(100), url: `/${"y".repeat(100_000)}` }),
      call({ method: "G\u0000ET", endpoint: "/a\u0000b" }),
    );
    expect(by_endpoint.map(({ method, endpoint }) => [method, endpoint.length])).toEqual([
      ["GET", 3],
      [`${"X".repeat(16)}…`, 181],
    ]);
  });
});
