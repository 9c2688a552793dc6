import { nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import { checkEvidence } from "@daybook/verify";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEvidence } from "./evidence.ts";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";

const NOW = 1_760_000_000_000;
const timeOf = (seq: number): string => new Date(NOW + seq).toISOString();
const lines = Array.from({ length: 600 }, (_, at) => lineOf(at + 1, at % 3 === 0 ? { user_id: "ada" } : {}));

let room: SmallRoom;
beforeEach(async () => (room = await smallRoom(lines)));
afterEach(() => room.remove());

const asked: { query: string; upToSeq: number }[] = [];
const recorded: object[] = [];
function open(from: string, to: string, query = "") {
  return openEvidence(
    { from, to, query },
    {
      audit: room.audit,
      excluded: ["DEBUG"],
      nowMs: NOW + 601,
      linesOf: async (text, upToSeq) => {
        asked.push({ query: text, upToSeq });
        const [, first, last] = /seq:\[(\d+) TO (\d+)\]/.exec(text) ?? [];
        return lines
          .slice(Number(first) - 1, Number(last))
          .filter((line) => !text.includes("ada") || line.includes("ada"));
      },
      record: async (data) => {
        recorded.push(data);
        room.journal.lines.push(lineOf(601));
        room.journal.durableSeq = 601;
      },
    },
  );
}

const check = (parts: AsyncIterable<string>) =>
  checkEvidence(parts, { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 });

it("is proven with what the store has, and its making is on record", async () => {
  const report = await check(await open(timeOf(100), timeOf(400)));
  expect(report).toMatchObject({ integrity: "sound", completeness: "sound", entries: 300, proven: 300, withheld: 0 });
  expect(report.header).toMatchObject({ first: 98, count: 302, excluded: ["DEBUG"] });
  expect(recorded.at(-1)).toMatchObject({ format: "evidence", from: "2025-10-09T08:53:20.100000Z" });
});

it("has every entry of the time, and the records of the query alone", async () => {
  asked.length = 0;
  const report = await check(await open(timeOf(1), "now", " user_id:ada "));
  expect(report).toMatchObject({ integrity: "sound", completeness: "sound", entries: 600, proven: 200, withheld: 400 });
  expect(asked[0]).toEqual({ query: "(user_id:ada) AND seq:[1 TO 256]", upToSeq: 256 });
  expect(report.header?.query).toBe("user_id:ada");
});

it.each([
  ["yesterday", "now", "", "is no time"],
  ["now", "now-1h", "", "not before"],
  ["now-1h", "now", "level:>=", "A value is missing"],
])("from %j to %j with %j is refused before anything is made", async (from, to, query, text) => {
  const before = recorded.length;
  await expect(open(from, to, query)).rejects.toThrow(text);
  expect(recorded).toHaveLength(before);
});
