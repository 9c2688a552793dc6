import { expect, it } from "vitest";
import { createAuditDoor } from "./audit-door.ts";
import { createJobs } from "./jobs.ts";
import type { Parts } from "./rooms.ts";

function door(reason: string | null) {
  const trail = { audit: undefined, reason, witnesses: undefined, anchor: undefined, stop: () => Promise.resolve() };
  const parts = Object.assign(Object.create(null) as Parts, { trail, trailIsPublic: true });
  return createAuditDoor(parts, createJobs({ newId: () => "1", report: () => {} }), Date.now);
}

it("is not there when the trail is off", () => expect(door(null)).toBeUndefined());

it("of a trail that could not be opened says why at each call", async () => {
  const closed = door("the keys are gone");
  expect(closed?.status()).toMatchObject({ state: "stopped", error: "the keys are gone" });
  await expect(closed?.prove("{}")).rejects.toMatchObject({ code: "DAYBOOK_AUDIT_STOPPED" });
  expect(() => closed?.checkpoint()).toThrow(/the keys are gone/);
});
