import { DEFAULT_CONVENTION } from "@daybook/analytics";
import { expect, test } from "vitest";
import { conventionLines } from "./conventions-part.ts";

const textOf = (changes: Partial<typeof DEFAULT_CONVENTION>): string =>
  conventionLines({ ...DEFAULT_CONVENTION, ...changes })
    .map((line) => line.join(": "))
    .join("\n");

test("the default convention in full sentences", () => {
  const text = textOf({});
  expect(text).toContain("Day: Calendar days of UTC.");
  expect(text).toContain("P = 365 periods a year; a risk-free rate of 0 a year");
  expect(text).toContain("(FIFO)");
});

test("each choice changes what is printed", () => {
  const changes = [
    { time_zone: "America/New_York", close: "17:00" },
    { periods_per_year: 252 },
    { risk_free: 0.04 },
    { source: "fills" },
    { source: "events" },
    { matching: "lifo" },
    { matching: "average" },
    { round_trips: "per_close" },
    { round_trips: "per_run" },
  ] as const;
  expect(new Set([textOf({}), ...changes.map(textOf)]).size).toBe(changes.length + 1);
});
