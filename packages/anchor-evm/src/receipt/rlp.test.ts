import { hexToBytes } from "viem";
import { expect, it } from "vitest";
import { AnchorError } from "../anchor-error.ts";
import { decodeRlp, decodeRlpList, rlpNumber } from "./rlp.ts";
import type { RlpItem } from "./rlp.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (digits: string): Uint8Array => hexToBytes(`0x${digits}`);

const LOREM = "Lorem ipsum dolor sit amet, consectetur adipisicing elit";

// The examples of Ethereum's own description of RLP.
it.each<[string, string, RlpItem]>([
  ["a word", "83646f67", ascii("dog")],
  ["a list of words", "c88363617483646f67", [ascii("cat"), ascii("dog")]],
  ["nothing", "80", ascii("")],
  ["an empty list", "c0", []],
  ["a zero byte", "00", hex("00")],
  ["a small byte", "0f", hex("0f")],
  ["two bytes", "820400", hex("0400")],
  ["three, as von Neumann counts", "c7c0c1c0c3c0c1c0", [[], [[]], [[], [[]]]]],
  ["more than 55 bytes", `b838${Buffer.from(LOREM).toString("hex")}`, ascii(LOREM)],
])("decodes %s", (_what, digits, item) => {
  expect(decodeRlp(hex(digits))).toEqual(item);
});

it.each([
  ["nothing at all", ""],
  ["bytes after the end", "8000"],
  ["a string beyond the end", "83646f"],
  ["a list beyond the end", "c883636174"],
  ["an item beyond its list", "c2836361"],
  ["a small byte with a length", "8100"],
  ["a small byte with a length, in a list", "c2817f"],
  ["a long form of a short string", "b801ff"],
  ["a long form of a short list", "f800"],
  ["a length with leading zeros", `b90038${"61".repeat(56)}`],
  ["a length without its bytes", "b8"],
  ["a length of eight bytes", "bfffffffffffffffff"],
  ["a list with a length of eight bytes", "ffffffffffffffffff"],
])("refuses %s", (_what, digits) => {
  expect(() => decodeRlp(digits === "" ? new Uint8Array(0) : hex(digits))).toThrow(AnchorError);
});

it("refuses lists that are nested too deep, without going down", () => {
  expect(() => decodeRlp(hex("c1".repeat(100_000) + "c0"))).toThrow("RLP");
  expect(decodeRlp(hex("c7c6c5c4c3c2c1c0"))).toEqual([[[[[[[[]]]]]]]]);
  expect(() => decodeRlp(hex("c8c7c6c5c4c3c2c1c0"))).toThrow("nested too deep");
});

it("reads numbers", () => {
  expect(rlpNumber(hex("0400"))).toBe(1_024n);
  expect(rlpNumber(new Uint8Array(0))).toBe(0n);
  expect(rlpNumber(new Uint8Array(32).fill(255))).toBe(2n ** 256n - 1n);
  for (const wrong of [hex("00"), hex("0001"), new Uint8Array(33).fill(1), [], undefined]) {
    expect(() => rlpNumber(wrong)).toThrow("number");
  }
});

it("tells a list from a string", () => {
  expect(decodeRlpList(hex("c0"))).toEqual([]);
  expect(() => decodeRlpList(hex("80"))).toThrow("a string where a list belongs");
});
