import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ErasureState } from "./state-file.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "daybook-erasure-"))));
afterEach(() => rmSync(dir, { recursive: true }));

const RUNNING = {
  field: "user_id",
  value: "ada",
  pseudonym: "0".repeat(32),
  by: "admin",
  reason: "",
  up_to_seq: 12,
  events: null,
} as const;

test("what was begun and what is held is there after a start; how far lines may be erased stays", () => {
  const state = new ErasureState(dir);
  expect([state.running, state.holds, state.erasedUpTo]).toEqual([null, [], 0]);
  const hold = { id: "h", subject: null, reason: "case", by: "admin", placed_at: "2026-01-05T09:30:00.000Z" };
  state.setHolds([hold]);
  state.setRunning(RUNNING);
  expect(new ErasureState(dir).running).toEqual(RUNNING);
  state.setRunning(null);
  const again = new ErasureState(dir);
  expect([again.running, again.holds, again.erasedUpTo]).toEqual([null, [hold], 12]);
  expect(again.hasErased(RUNNING.pseudonym, 12)).toBe(true);
  expect([again.hasErased(RUNNING.pseudonym, 11), again.hasErased("1".repeat(32), 12)]).toEqual([false, false]);
  expect(statSync(join(dir, "erasure.json")).mode & 0o777).toBe(0o600);
});

test.each([
  "",
  "{",
  "[]",
  '{"version":2,"erased_up_to":0,"running":null,"holds":[]}',
  '{"version":1,"erased_up_to":0}',
])("a file that says %j is refused: a hold may be lost", (text) => {
  writeFileSync(join(dir, "erasure.json"), text);
  expect(() => new ErasureState(dir)).toThrow(expect.objectContaining({ code: "DAYBOOK_ERASURE_STATE" }));
});
