import { expect, test } from "vitest";
import { encryptField } from "../test-support/encrypt-field.ts";
import { FieldOpener, formatClosed } from "./open-line.ts";

const KEY = Buffer.alloc(32, 5);
const sealed = (name: string, json: string): string => encryptField(name, json, "k1", KEY);

test("opens what it can, names what it cannot, and leaves the rest", () => {
  const opener = new FieldOpener(new Map([["k1", KEY]]));
  const wrong = sealed("b", "1");
  const opened = opener.open(`{"a":${sealed("a", '"x"')} , "c":${wrong},"n":1.50}`, "here");
  expect(opened).toEqual({ text: `{"a":"x" , "c":${wrong},"n":1.50}`, names: new Set(["a"]) });
  expect(opener.closed).toEqual([{ place: "here", name: "c", reason: expect.stringContaining("another field") }]);
  expect(formatClosed(opener)).toMatch(/^1 encrypted field stayed closed:\n {2}here: c: it was changed/);
  expect(opener.open('{"a":1}', "here")).toBeUndefined();
});

test("what was opened is not looked into: a value may hold such a text of its own", () => {
  const opener = new FieldOpener(new Map([["k1", KEY]]));
  const inner = sealed("b", "1");
  expect(opener.open(`{"a":${sealed("a", `{"b":${inner}}`)}}`, "")?.text).toBe(`{"a":{"b":${inner}}}`);
  // A line of one event, also when the plaintext was written with line breaks.
  expect(opener.open(`{"a":${sealed("a", '{\n"x":1}')}}`, "")?.text).toBe('{"a":{ "x":1}}');
});

test("nothing closed is nothing told", () => {
  expect(formatClosed(new FieldOpener(new Map()))).toBe("");
});
