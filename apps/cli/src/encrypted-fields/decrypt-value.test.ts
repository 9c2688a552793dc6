import { expect, test } from "vitest";
import { encryptField } from "../test-support/encrypt-field.ts";
import { decryptValue } from "./decrypt-value.ts";

const KEY = Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex");
const KEYS = new Map([["k1", KEY]]);
/** Made once by this test's own encryption: what is opened today must open for ever. */
const VECTOR =
  '{"$encrypted":{"v":1,"key":"k1","iv":"AAAAAAAAAAAAAAAB","data":"bvTRiSmWVWwsFHMN3ZcL1WhC6JRXV25khtlDPMHuqutK"}}';

test("a value of version 1 as it stands in old files", () => {
  expect(decryptValue(VECTOR, "card", KEYS)).toEqual({ json: '{"number":"4111"}' });
});

test.each(['"text"', "1.50", "340282366920938463463374607431768211456", "null", '{"a":[1,2]}', '"é😀\\n"'])(
  "%s comes back to the character",
  (json) => {
    expect(decryptValue(encryptField("größe", json, "k1", KEY), "größe", KEYS)).toEqual({ json });
  },
);

test("each damage is told by name, and none throws", () => {
  const good = encryptField("card", '"x"', "k1", KEY);
  const reason = (text: string, name = "card", keys = KEYS): unknown =>
    (decryptValue(text, name, keys) as { reason?: string }).reason;
  const edit = (change: (sealed: Record<string, unknown>) => void): string => {
    const value = JSON.parse(good) as { $encrypted: Record<string, unknown> };
    change(value.$encrypted);
    return JSON.stringify(value);
  };
  const flipped = (member: string): string =>
    edit((sealed) => {
      const bytes = Buffer.from(sealed[member] as string, "base64");
      bytes[0] = (bytes[0] as number) ^ 1;
      sealed[member] = bytes.toString("base64");
    });
  expect(reason(good, "pan")).toContain("belongs to another field");
  expect(reason(good, "card", new Map([["k1", Buffer.alloc(32)]]))).toContain("another key");
  expect(reason(good, "card", new Map())).toBe('the key "k1" is not at hand');
  expect(reason(flipped("data"))).toContain("it was changed");
  expect(reason(flipped("iv"))).toContain("it was changed");
  expect(reason(edit((sealed) => (sealed["v"] = 2)))).toBe("its version is 2; 1 is known");
  expect(reason(edit((sealed) => delete sealed["key"]))).toBe("it names no key");
  expect(reason(edit((sealed) => (sealed["iv"] = "AAAA")))).toContain("12 bytes");
  expect(reason(edit((sealed) => (sealed["data"] = "AAAA")))).toContain("cut");
  expect(reason(edit((sealed) => (sealed["data"] = "not base64!")))).toContain("base64");
  expect(reason(encryptField("card", "not json", "k1", KEY))).toBe("what was encrypted is not JSON");
  for (const odd of ['{"$encrypted":null}', '{"$encrypted":1}', "{", "null", "[]"])
    expect(reason(odd)).toBeTypeOf("string");
});
