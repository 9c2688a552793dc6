import { expect, test } from "vitest";
import { latencyText, stageBars, stepLook } from "./trade-steps.ts";

test("each step has a name and a tone, an unknown one too", () => {
  expect(stepLook("partial_fill")).toEqual({ label: "Partial fill", tone: "fill" });
  expect(stepLook("margin_call").label).toBe("margin call");
  expect(stepLook("toString").label).toBe("toString");
});

test("time since the step before", () => {
  expect(latencyText({ latency_us: null })).toBeUndefined();
  expect(latencyText({ latency_us: 12_400 })).toBe("+12.4 ms");
  expect(latencyText({ latency_us: -500 })).toBe("−500 µs");
});

test("stages share the whole time", () => {
  const bars = stageBars([
    { name: "signal_to_decision", latency_us: 3_000 },
    { name: "decision_to_order", latency_us: 1_000 },
    { name: "order_to_ack", latency_us: null },
  ]);
  expect(bars.map(({ share }) => share)).toEqual([0.75, 0.25, 0]);
  expect(bars.map(({ text }) => text)).toEqual(["3 ms", "1 ms", "—"]);
  expect(bars[0]?.name).toBe("signal to decision");
});
