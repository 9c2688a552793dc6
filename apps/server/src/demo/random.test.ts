import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

describe("seeded randomness", () => {
  it("is the same for the same seed on every machine", () => {
    const random = createRandom(42);
    expect([random.next(), random.next()]).toEqual([0.6011037519201636, 0.44829055899754167]);
    expect(createRandom(42).hex(12)).toBe(createRandom(42).hex(12));
    expect(createRandom(43).hex(12)).not.toBe(createRandom(42).hex(12));
  });

  it("stays in its bounds and has the shape that it says", () => {
    const random = createRandom(1);
    const many = Array.from({ length: 20_000 }, () => random.integer(1, 6));
    expect([Math.min(...many), Math.max(...many)]).toEqual([1, 6]);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(many)).toBeCloseTo(3.5, 1);
    expect(mean(Array.from({ length: 20_000 }, () => random.gaussian()))).toBeCloseTo(0, 1);
    expect(mean(Array.from({ length: 20_000 }, () => random.exponential(3)))).toBeCloseTo(3, 0);
  });

  it("forks streams that do not disturb each other", () => {
    const a = createRandom(9);
    const b = createRandom(9);
    const forkA = a.fork();
    b.fork().hex(100);
    expect(a.hex(8)).toBe(b.hex(8));
    expect(forkA.hex(8)).toHaveLength(8);
  });
});
