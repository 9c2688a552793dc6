import { expect, test } from "vitest";
import { Footnotes } from "./footnotes.ts";

test("a reason has one number however often it is given", () => {
  const notes = new Footnotes();
  expect(notes.list).toBeNull();
  const first = notes.missing("no <trades>").source;
  expect(notes.missing("no <trades>").source).toBe(first);
  expect(first).toContain('title="no &lt;trades&gt;"');
  expect(first).toContain('href="#reason-1"');
  expect(notes.marked("∞", "no trade lost").source).toContain('href="#reason-2"');
  expect(notes.list?.source.match(/<li id="reason-\d"/g)).toHaveLength(2);
});
