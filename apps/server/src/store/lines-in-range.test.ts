import { expect, it } from "vitest";
import { firstLines, readRange } from "./lines-in-range.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { records } from "./test-support/records.ts";

it("takes whole lines from the front", () => {
  const lines = Buffer.from("a\nbb\nccc\n");
  expect(firstLines(lines, 2).toString()).toBe("a\nbb\n");
  expect(firstLines(lines, 0).toString()).toBe("");
  expect(firstLines(lines, 9)).toBe(lines);
});

it("puts a range together however little each read gives", async () => {
  const journal = new MemoryJournal();
  journal.append(...records(1, 10));
  const one = Object.create(journal) as MemoryJournal;
  one.read = (after, maxBytes, maxEvents) => journal.read(after, maxBytes, Math.min(1, maxEvents));
  expect((await readRange(one, 3, 6)).toString()).toBe([3, 4, 5, 6].map((seq) => `${journal.text(seq)}\n`).join(""));
});

it("does not take a range for complete that the journal does not have", async () => {
  const journal = new MemoryJournal();
  journal.append(...records(1, 3));
  await expect(readRange(journal, 2, 4)).rejects.toMatchObject({ code: "DAYBOOK_STORE_FAILED" });
});
