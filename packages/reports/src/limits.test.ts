import { expect, test } from "vitest";
import * as limits from "./limits.ts";

test("limits are whole and positive", () => {
  for (const value of Object.values(limits)) expect(Number.isInteger(value) && value > 0).toBe(true);
});
