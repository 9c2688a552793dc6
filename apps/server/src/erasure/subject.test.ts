import { parseErasedLine } from "@daybook/protocol";
import { expect, test } from "vitest";
import { lineOf } from "../audit/test-support/small-room.ts";
import { keyNameOf, lineEraser } from "./subject.ts";

const PSEUDONYM = "0123456789abcdef0123456789abcdef";
const erased = (line: string, ...[subject, upTo]: [Parameters<typeof lineEraser>[0], number?]): boolean => {
  const after = lineEraser(subject, upTo ?? 100, PSEUDONYM)(Buffer.from(line));
  if (after === undefined) return false;
  expect(parseErasedLine(after.toString())?.subject).toBe(PSEUDONYM);
  return true;
};

test("a person's lines are those with the user id, whatever characters it has", () => {
  for (const value of ["ada", 'a"b\\c', "Zoë", "名前", "a\u0000b", "\ud800"]) {
    const subject = { field: "user_id", value } as const;
    expect(erased(lineOf(7, { user_id: value }), subject), value).toBe(true);
    expect(erased(lineOf(7, { user_id: `${value}x` }), subject), value).toBe(false);
    expect(erased(lineOf(7), subject), value).toBe(false);
    expect(erased(lineOf(7, { user_id: value }), subject, 6), value).toBe(false);
  }
});

test("one that only speaks of the person is not theirs", () => {
  const line = lineOf(7, { user_id: "bob" }).replace('"event 7"', '"\\"user_id\\":\\"ada\\""');
  expect(erased(line, { field: "user_id", value: "ada" })).toBe(false);
  const nested = lineOf(7, { user_id: "bob" }).replace(',"collected_at"', ',"data":{"user_id":"ada"},"collected_at"');
  expect(erased(nested, { field: "user_id", value: "ada" })).toBe(false);
});

test("a program's lines are those that name no person", () => {
  const subject = { field: "producer", value: "p" } as const;
  expect(erased(lineOf(7), subject)).toBe(true);
  expect(erased(lineOf(7, { user_id: "ada" }), subject)).toBe(false);
  expect(erased(lineOf(7), { ...subject, value: "q" })).toBe(false);
});

test("the key is that under which the trail made the entries", () => {
  expect(keyNameOf({ field: "user_id", value: "ada" })).toBe("user:ada");
  expect(keyNameOf({ field: "producer", value: "p" })).toBe("producer:p");
});
