import fc from "fast-check";
import { expect, test } from "vitest";
import { topLevelMembers } from "./top-level-members.ts";

test("finds keys and the texts of their values", () => {
  const text = Buffer.from(' { "a" : 1.50 , "b\\u0063":{"x":[1,"}"]} ,"é":"\\"," } ');
  const members = topLevelMembers(text)?.map(({ key, keyStart, keyEnd, valueStart, valueEnd }) => [
    key,
    text.toString("utf8", keyStart, keyEnd),
    text.toString("utf8", valueStart, valueEnd),
  ]);
  expect(members).toEqual([
    ["a", '"a"', "1.50"],
    ["bc", '"b\\u0063"', '{"x":[1,"}"]}'],
    ["é", '"é"', '"\\","'],
  ]);
});

test.each(["", "[]", "{", '{"a"}', '{"a":', '{"a":1', "{a:1}", '{"a":"x}', '{"a":[}', '{"\\q":1}'])(
  "%j has none",
  (text) => {
    expect(topLevelMembers(Buffer.from(text))).toBeUndefined();
  },
);

test("of every object in JSON's own spelling", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const text = Buffer.from(JSON.stringify(object));
      const found = topLevelMembers(text)?.map(({ key, valueStart, valueEnd }) => [
        key,
        text.toString("utf8", valueStart, valueEnd),
      ]);
      expect(found).toEqual(Object.entries(object).map(([key, value]) => [key, JSON.stringify(value)]));
    }),
  );
});
