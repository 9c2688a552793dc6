import { expect, test } from "vitest";
import { COMPAT_TOOLS } from "./compat.ts";
import { REASONS } from "./reasons.ts";

test("each tool has reasons, each a line that fits beside a figure", () => {
  expect(Object.keys(REASONS)).toEqual([...COMPAT_TOOLS]);
  for (const reasons of Object.values(REASONS)) {
    for (const { why } of Object.values(reasons)) expect(why).toMatch(/^[^\n]{5,140}$/);
  }
});
