import { describe, expect, it } from "vitest";
import type { LoggedEvent } from "./fields.ts";
import { MAX_RESOURCES } from "./limits.ts";
import { ResourceSeries } from "./resource-series.ts";

function event(event_type: string, data?: LoggedEvent["data"], service?: string): LoggedEvent {
  const fields = { ...(data === undefined ? {} : { data }), ...(service === undefined ? {} : { service }) };
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type, ...fields };
}

function of(...events: readonly LoggedEvent[]) {
  const series = new ResourceSeries();
  for (const one of events) series.add(one);
  return { figures: series.figures, leftOut: series.leftOut };
}

describe("series of resources", () => {
  it("are none without numbers", () => {
    const metrics = event("performance_metric", { metric: "x", value: "fast" });
    const others = [
      event("system_metrics"),
      event("system_metrics", { state: "ok", on: true }),
      event("price", { a: 1 }),
    ];
    expect(of(metrics, ...others).figures).toEqual([]);
  });

  it("are of each service and metric, by name, also of nested metrics", () => {
    const { figures } = of(
      event("system_metrics", { disk: 1, cpu: 0 }, "b"),
      event("system_metrics", { cpu: 50, metrics: { cpu: 30, heap: 2, deep: { x: 1 } } }, "a"),
      event("performance_metric", { metric: "cpu", value: "70", unit: "%", ignored: 5, metrics: { heap: 4 } }, "a"),
    );
    expect(figures.map(({ service, metric, count, mean }) => [service, metric, count, mean.value])).toEqual([
      ["a", "cpu", 3, 50],
      ["a", "heap", 2, 3],
      ["b", "cpu", 1, 0],
      ["b", "disk", 1, 1],
    ]);
  });

  it("have short names, whole ones too with what stands between two", () => {
    const { figures } = of(event("system_metrics", { "c\u0000pu": 1, ["m".repeat(5_000)]: 2 }, "s\u0000x"));
    expect(figures.map(({ service, metric }) => [service, metric])).toEqual([
      ["sx", "cpu"],
      ["sx", `${"m".repeat(90)}…`],
    ]);
  });

  it("are kept in bounds, with bounded points", () => {
    const names = Array.from({ length: MAX_RESOURCES + 3 }, (_, at) => event("system_metrics", { [`m${at}`]: at }));
    const { figures, leftOut } = of(...names);
    expect([figures.length, leftOut]).toEqual([MAX_RESOURCES, { groups: 3, count: 3 }]);
    const one = of(...Array.from({ length: 1_201 }, () => event("system_metrics", { cpu: 7 }))).figures[0];
    expect([one?.count, one?.values_per_point, one?.points.length]).toEqual([1_201, 8, 151]);
  });
});
