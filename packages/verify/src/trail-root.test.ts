import { expect, test } from "vitest";
import { trailRootOf } from "./trail-root.ts";

test.each([
  [["checkpoint", "audit/checkpoint"], ""],
  [["audit/checkpoint", "keys/trail.json"], "audit/"],
  [["keys/0"], ""],
  [["audit/keys/0"], "audit/"],
  [["tile/0/000"], undefined],
  [[], undefined],
])("a directory with %j has its trail in %j", async (paths: string[], root) => {
  expect(await trailRootOf((path) => paths.includes(path))).toBe(root);
});
