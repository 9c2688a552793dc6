import { expect, test } from "vitest";
import { createErasureDoor } from "./erasure-door.ts";
import type { Parts } from "./rooms.ts";

/** With a trail: e2e/erasure.test.mjs. */
test("without a trail nothing is erased, and an erasure that waits for it is said", () => {
  const told: string[] = [];
  const report = (error: unknown): number => told.push((error as Error).message);
  const open = (running: object | null) => {
    const parts: Partial<Parts> = {
      trail: { audit: undefined } as Parts["trail"],
      erasure: { running } as Parts["erasure"],
    };
    return createErasureDoor(
      parts as Parts,
      { start: expect.unreachable, get: expect.unreachable, idle: expect.unreachable },
      Date.now,
      report,
    );
  };
  expect(open(null)).toBeUndefined();
  expect(told).toEqual([]);
  expect(open({ field: "user_id", value: "ada" })).toBeUndefined();
  expect(told).toEqual([expect.stringContaining("when the audit trail is on again")]);
});
