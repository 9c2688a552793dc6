import fc from "fast-check";
import { expect, test } from "vitest";
import { EventSet } from "./event-set.ts";

test("knows what it has met, as a Set of the names does", () => {
  const name = fc.tuple(fc.constantFrom("t1", "t2", ""), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 300 }), (names) => {
      const set = new EventSet();
      const expected = new Map<string, number>();
      for (const [at, [timestamp, id]] of names.entries()) {
        const key = JSON.stringify([timestamp, id]);
        expect(set.add(timestamp, id, at)).toBe(expected.get(key));
        if (!expected.has(key)) expected.set(key, at);
        expect(set.has(timestamp, id)).toBe(true);
      }
      expect(set.size).toBe(expected.size);
    }),
  );
});

test("two hundred thousand ids that differ in a digit are all different", () => {
  const set = new EventSet();
  const idOf = (i: number): string => `01a1fed1-712e-7000-8000-${String(i).padStart(12, "0")}`;
  for (let i = 0; i < 200_000; i++) expect(set.add("t", idOf(i), i) === undefined).toBe(true);
  expect(set.size).toBe(200_000);
  expect(set.add("t", idOf(77_777))).toBe(77_777);
  expect(set.has("t", idOf(200_000))).toBe(false);
});
