import { mkdirSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";

let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

it("follows the journal, and serves what it signed", async () => {
  room = await smallRoom(Array.from({ length: 300 }, (_, at) => lineOf(at + 1)));
  const { audit, journal, faults } = room;
  expect(audit.status()).toMatchObject({
    state: "running",
    origin: "example.com/trail",
    size: 300,
    seq: 300,
    error: null,
  });
  expect(audit.checkpoint()?.split("\n").slice(0, 2)).toEqual(["example.com/trail", "300"]);
  expect((await audit.file("tile/0/000"))?.length).toBe(8_192);
  expect(await audit.file("tile/0/009")).toBeUndefined();
  mkdirSync(`${room.dir}/audit/checkpoints/100`);
  expect(await audit.list("checkpoints")).toEqual(["0", "100"]);
  expect([journal.moved, faults]).toEqual([300, []]);
});
