import { expect, test } from "vitest";
import { PLAN, askErasure } from "../test-support/erasure-server.ts";

test("shows what would go, and does nothing without --yes", async () => {
  const { code, out, asked } = await askErasure(PLAN, "erase", "--user", "ada");
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "3 events would be erased:
      trade: 3 events, the newest of 2026-01-05T09:30:00Z
    Not reached, see to them yourself:
      backup /b
    Add --yes to erase them. It cannot be undone.
    "
  `);
  expect(asked).toEqual(['POST /admin/erasures {"user_id":"ada","dry_run":true}']);
  expect((await askErasure({ ...PLAN, events: 0, classes: [] }, "erase", "--user", "bob")).out).toContain("no events");
});

test("erases with --yes", async () => {
  const { code, out, asked } = await askErasure(PLAN, "erase", "--producer", "bot:1", "--yes", "--reason", "asked to");
  expect(code).toBe(0);
  expect(out).toContain("Erased: 3 events.");
  expect(out).toContain("backup /b");
  expect(asked[1]).toBe('POST /admin/erasures {"producer":"bot:1","reason":"asked to"}');
});

test("a refusal is exit code 1 with its reason, and the server hears of it when it was meant", async () => {
  const plan = { ...PLAN, refused: "legal hold h1" };
  const meant = await askErasure(plan, "erase", "--user", "ada", "--yes");
  expect([meant.code, meant.asked.length]).toEqual([1, 2]);
  expect(meant.err).toContain("legal hold h1");
  expect((await askErasure(plan, "erase", "--user", "ada")).asked).toHaveLength(1);
});

test.each([
  [["erase"], "--user"],
  [["erase", "--user", "a", "--producer", "b"], "Give one"],
  [["erase", "--user", ""], "no name"],
])("%j says what is right", async (argv, text) => {
  const { code, err } = await askErasure(PLAN, ...argv);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
