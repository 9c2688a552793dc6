import { expect, test } from "vitest";
import { NumberColumn } from "./number-column.ts";

test.each([0, 1, 65_536, 65_537, 200_000])("keeps %i numbers in their order", (count) => {
  const column = new NumberColumn();
  for (let at = 0; at < count; at++) column.push(at / 2);
  expect(column.length).toBe(count);
  expect(column.values).toEqual(Float64Array.from({ length: count }, (_, at) => at / 2));
});
