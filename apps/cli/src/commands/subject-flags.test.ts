import { expect, test } from "vitest";
import { subjectOf } from "./subject-flags.ts";

test("one subject is named, or none", () => {
  expect(subjectOf({})).toBeUndefined();
  expect(subjectOf({ user: "ada" })).toEqual({ user_id: "ada" });
  expect(subjectOf({ producer: "bot:1" })).toEqual({ producer: "bot:1" });
});

test("two, or one without a name, are mistakes", () => {
  expect(() => subjectOf({ user: "a", producer: "b" })).toThrow("Both --user and --producer");
  for (const flags of [{ user: "" }, { producer: "" }]) expect(() => subjectOf(flags)).toThrow("no name");
});
