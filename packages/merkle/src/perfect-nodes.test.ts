import fc from "fast-check";
import { expect, test } from "vitest";
import { perfectNodes } from "./perfect-nodes.ts";
import { rootNodes } from "./proof.ts";

test("they cover the range, each aligned, none to be joined with its neighbour", () => {
  const size = fc.oneof(fc.nat(300), fc.maxSafeNat());
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [start, end] = a < b ? [a, b] : [b, a];
      const nodes = perfectNodes(start, end);
      let at = start;
      for (const { level, index } of nodes) {
        expect(index * 2 ** level).toBe(at);
        at += 2 ** level;
      }
      expect(at).toBe(end);
      expect(nodes.length).toBeLessThan(108);
      for (const [i, { level, index }] of nodes.entries())
        expect(level === nodes[i + 1]?.level && index % 2 === 0).toBe(false);
    }),
  );
});

test("from the beginning they are those of the root", () => {
  for (const size of [0, 1, 2, 7, 256, 70_000, 2 ** 32 + 5])
    expect(perfectNodes(0, size)).toEqual(rootNodes(size).nodes);
});

test("a range that goes back is refused", () => {
  expect(() => perfectNodes(2, 1)).toThrow("cannot grow");
  expect(() => perfectNodes(-1, 1)).toThrow("a tree size");
  expect(() => perfectNodes(0, 2 ** 53)).toThrow("a tree size");
});
