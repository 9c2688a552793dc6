import { expect, test } from "vitest";
import { PLAN, askErasure } from "../test-support/erasure-server.ts";

test("holds are placed, listed and lifted", async () => {
  const placed = await askErasure(PLAN, "hold", "place", "--user", "ada", "--reason", "case 7");
  expect([placed.code, placed.out]).toEqual([0, "Hold h1 is placed on user ada.\n"]);
  expect(placed.asked).toEqual(['POST /admin/holds {"user_id":"ada","reason":"case 7"}']);
  const all = await askErasure(PLAN, "hold", "place", "--everything", "--reason", "case 8");
  expect(all.asked).toEqual(['POST /admin/holds {"reason":"case 8"}']);
  const { out } = await askErasure(PLAN, "hold", "list");
  expect(out).toContain("h1  user ada");
  expect(out).toContain("h2  everything");
  expect((await askErasure(PLAN, "hold", "lift", "h1")).out).toBe("Hold h1 is lifted.\n");
});

test.each([
  [["hold", "place", "--reason", "x"], "--everything"],
  [["hold", "place", "--user", "a", "--everything", "--reason", "x"], "Give one"],
  [["hold", "place", "--user", "a"], "--reason"],
])("%j says what is right", async (argv, text) => {
  const { code, err } = await askErasure(PLAN, ...argv);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
