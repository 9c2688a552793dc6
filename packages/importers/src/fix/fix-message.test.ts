import fc from "fast-check";
import { expect, test } from "vitest";
import { fixMessage } from "../test-support/fix-messages.ts";
import { beginsFix, splitFixMessage } from "./fix-message.ts";

const split = (text: string) => splitFixMessage(Buffer.from(text, "latin1"));

test.each(["\x01", "|", "^A"])("fields are split at %j, and both sums are those of the wire", (separator) => {
  const line = `20180223-19:14:25.171 : ${fixMessage({ "35": "A", "49": "BON", "56": "KOD", "34": "89" }).replaceAll("\x01", separator)}`;
  const message = split(line);
  expect(message).toMatchObject({
    prefix: "20180223-19:14:25.171 :",
    checksumOk: true,
    bodyLengthOk: true,
    isComplete: true,
  });
  expect(message?.fields.get("49")).toBe("BON");
  expect(message?.text).toMatch(/^8=FIX\.4\.4\|9=\d+\|35=A\|34=89\|49=BON\|56=KOD\|10=\d{3}$/);
});

test("a changed byte and a wrong length are seen", () => {
  const good = fixMessage({ "35": "0", "34": "2" });
  expect(split(good.replace("34=2", "34=3"))).toMatchObject({ checksumOk: false, bodyLengthOk: true });
  expect(split(good.replace("34=2", "34=22"))).toMatchObject({ checksumOk: false, bodyLengthOk: false });
});

test("passwords and raw data are never kept, however they are spelled", () => {
  const line = fixMessage({
    "35": "A",
    "95": "7",
    "96": "h\x01dden1",
    "553": "joe",
    "554": "h3dden",
    "0925": "h4dden",
  });
  const message = split(line);
  expect(message?.text).not.toMatch(/dden/);
  expect([...(message?.fields.values() ?? [])].join()).not.toMatch(/dden/);
  expect(message).toMatchObject({ checksumOk: true, bodyLengthOk: true });
  expect(message?.fields.get("553")).toBe("joe");
});

test("a message without its end is not complete; text without a message is none", () => {
  expect(split("8=FIX.4.2|9=62|35=A|34=89")).toMatchObject({ isComplete: false, checksumOk: false });
  expect(split("8=FIX.4.2")).toMatchObject({ isComplete: false });
  expect(split("nothing here")).toBeUndefined();
  expect(split("")).toBeUndefined();
});

test("the first value of a tag counts, all stay in the text", () => {
  const message = split(fixMessage({ "35": "W", "269": "0" }).replace("269=0\x01", "269=0\x01269=1\x01"));
  expect(message?.fields.get("269")).toBe("0");
  expect(message?.text).toContain("269=0|269=1");
});

test("never throws, and whatever was written complete is read so", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      (bytes) => void splitFixMessage(Buffer.concat([Buffer.from("8=FIX"), bytes])),
    ),
  );
  const value = fc.stringMatching(/^[ -{}~]{1,20}$/).filter((text) => !text.includes("^A"));
  fc.assert(
    fc.property(fc.dictionary(fc.integer({ min: 100, max: 200 }).map(String), value), (own) => {
      const message = split(fixMessage({ "35": "D", ...own }));
      expect(message).toMatchObject({ checksumOk: true, bodyLengthOk: true, isComplete: true });
    }),
  );
});

test.each([
  ["8=FIX.4.2|9=1|", true],
  ["8=FIXT.1.1\x019=1", true],
  ["[2018-02-23 19:14:25] INFO : 8=FIX.4.2|", true],
  ['{"message":"8=FIX.4.2|"}', false],
  ["88=FIX.4.2", false],
  ["first line\n8=FIX.4.2", true],
  ["two lines\nof text: 8=FIX.4.2", false],
  ["", false],
])("%j begins a FIX log: %s", (head, expected) => {
  expect(beginsFix(Buffer.from(head))).toBe(expected);
});
