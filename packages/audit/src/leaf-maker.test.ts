import { commitmentOf, parseLeaf, saltOf } from "@daybook/verify";
import { describe, expect, it } from "vitest";
import { LeafMaker } from "./leaf-maker.ts";
import { nodeHasher } from "./node-hash.ts";
import { Selection } from "./selection.ts";
import { SubjectKeys } from "./subject-keys.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { journalLine, seeded } from "./test-support/sample-trail.ts";

const ALL = new Selection([]);

async function maker(
  counts: Iterable<readonly [string, number]> = [],
): Promise<{ leaves: LeafMaker; subjects: SubjectKeys }> {
  const subjects = await SubjectKeys.open(new ForgetfulFs(seeded(1)), "/data/subjects", Buffer.alloc(32, 1));
  return { leaves: new LeafMaker(nodeHasher, subjects, counts), subjects };
}

describe("entries of journal lines", () => {
  it("commit to the exact bytes, with the salt of the person, else of the program", async () => {
    const { leaves, subjects } = await maker();
    const lines = [
      journalLine(1, { user_id: "älice", message: "ü".repeat(3_000) }),
      journalLine(2, { producer: "bot" }),
    ];
    const made = leaves.make(Buffer.from(lines.join("")), ALL).map((entry) => parseLeaf(Buffer.from(entry).toString()));
    for (const [at, name] of ["user:älice", "producer:bot"].entries()) {
      const record = Buffer.from((lines[at] as string).trimEnd());
      const { id } = JSON.parse(lines[at] as string) as { id: string };
      const subject = subjects.get(name);
      expect(made[at]).toMatchObject({
        seq: at + 1,
        length: record.length,
        subject: subject.pseudonym,
        category: "trade",
      });
      expect(made[at]?.commitment).toBe(commitmentOf(nodeHasher, saltOf(nodeHasher, subject.key, id), record));
    }
  });

  it("count each producer without holes, also after a restart", async () => {
    const { leaves } = await maker([["p1", 4]]);
    const lines = [1, 2, 4, 5].map((seq) => journalLine(seq)).join("");
    const counts = leaves.make(Buffer.from(lines), ALL).map((entry) => {
      const leaf = parseLeaf(Buffer.from(entry).toString());
      return `${leaf?.producer} ${leaf?.count}`;
    });
    expect(counts).toEqual(["p1 5", "p2 1", "p1 6", "p2 2"]);
    expect([...leaves.counts]).toEqual([
      ["p1", 6],
      ["p2", 2],
    ]);
  });

  it("stay below a kilobyte, whatever the names are", async () => {
    const { leaves } = await maker();
    const line = journalLine(1, { producer: "☃".repeat(1_000), event_type: "x".repeat(1_000) });
    const [entry] = leaves.make(Buffer.from(line), ALL);
    expect(entry?.length).toBeLessThan(1_024);
    expect(parseLeaf(Buffer.from(entry as Uint8Array).toString())?.producer).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("are refused for what is no line of the journal", async () => {
    const { leaves } = await maker();
    expect(() => leaves.make(Buffer.from("nonsense\n"), ALL)).toThrow(/no record: nonsense/);
  });
});
