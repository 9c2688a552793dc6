import { nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import { Findings, checkEvent, readTrailKeys } from "@daybook/verify";
import { afterEach, expect, it } from "vitest";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";

const CRYPTOGRAPHY = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };
let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

it("proves an event, refuses one without an entry, and does not hide that a line is another", async () => {
  const lines = [lineOf(1), lineOf(2, { level: "DEBUG" }), lineOf(3, { user_id: "ü" })];
  room = await smallRoom(lines);
  const { audit } = room;
  const keys = await readTrailKeys(audit.source, CRYPTOGRAPHY, new Findings());
  const check = await checkEvent(await audit.prove(lines[2] as string), keys, CRYPTOGRAPHY);
  expect(check).toMatchObject({ ok: true, index: 1, record: "proven" });
  await expect(audit.prove(lines[1] as string)).rejects.toMatchObject({ code: "DAYBOOK_AUDIT_NO_ENTRY" });
  await expect(audit.prove("nonsense")).rejects.toMatchObject({ code: "DAYBOOK_RECORD_INVALID" });
  const changed = (lines[2] as string).replace("event 3", "event 4");
  expect(await checkEvent(await audit.prove(changed), keys, CRYPTOGRAPHY)).toMatchObject({
    ok: false,
    record: "changed",
  });
});
