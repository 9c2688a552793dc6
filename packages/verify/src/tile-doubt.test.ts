import { expect, test } from "vitest";
import { doubtOf } from "./tile-doubt.ts";

test.each([
  [0, true, true, "hash_changed", "tile/0/003"],
  [1, true, false, "hash_changed", "tile/1/003"],
  [0, false, true, "entry_changed", "tile/entries/003"],
  [1, false, true, "hash_changed", "tile/1/003"],
])("at level %i, tile there: %s, all below there: %s", (level, isThere, isBelowWhole, kind, path) => {
  expect(doubtOf({ level, index: 3, width: 256 }, isThere, isBelowWhole)).toMatchObject({ kind, path });
});

test("what is missing accuses nothing", () => {
  expect(doubtOf({ level: 1, index: 0, width: 256 }, false, false)).toBeUndefined();
});
