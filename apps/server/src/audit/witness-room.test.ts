import { afterEach, expect, it } from "vitest";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";
import { openWitnessRoom } from "./witness-room.ts";

/** A public example of the type cosignature/v1, made for this test. */
let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

it("refuses what is no witness, with what was given", async () => {
  room = await smallRoom([lineOf(1)]);
  const { audit } = room;
  for (const wrong of ["https://witness.example", "witness.example key", "https://w.example a b c"])
    expect(() => openWitnessRoom(audit, [wrong], () => {})).toThrow(/audit_witnesses has/);
});
