import { MerkleError } from "@daybook/merkle";
import { expect, test } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { openHead } from "./heads.ts";
import { headOf, keyOf } from "./test-support/small-trail.ts";
import type { TrailKey } from "./trail-keys.ts";
import { trailKeysOf, vouchedKeys } from "./trusted-keys.ts";

test("a key that is known opens heads of any size", async () => {
  const { vkey, signer } = keyOf("a");
  const keys = trailKeysOf([vkey, vkey], nodeCryptography);
  expect(keys).toMatchObject([{ vkey, fromSize: 0, untilSize: Infinity }]);
  expect(await openHead("checkpoint", await headOf(3, signer), keys)).toMatchObject({ size: 3 });
});

test("keys of one log at a time", () => {
  const [ours, other] = [keyOf("a").vkey, keyOf("b", "example.com/other").vkey];
  const vkeysOf = (origin?: string) => trailKeysOf([ours, other], nodeCryptography, origin).map(({ vkey }) => vkey);
  expect(vkeysOf()).toEqual([ours]);
  expect(vkeysOf("example.com/other")).toEqual([other]);
  expect(vkeysOf("example.com/unknown")).toEqual([]);
});

test("what is no key is refused", () => {
  for (const vkey of ["", "dbk_an_access_key", keyOf("a").vkey.replace("example", "exemple")])
    expect(() => trailKeysOf([vkey], nodeCryptography)).toThrow(MerkleError);
});

test("a trusted key vouches for itself and those that follow, never for one before it", () => {
  const keys = ["a", "b", "c"].map((vkey) => ({ vkey }) as TrailKey);
  const told = (trusted?: string[]) => vouchedKeys(keys, trusted).map(({ vkey }) => vkey);
  expect([told(), told([]), told(["b"]), told(["c", "b"]), told(["x"])]).toEqual([
    ["a", "b", "c"],
    ["a", "b", "c"],
    ["b", "c"],
    ["b", "c"],
    [],
  ]);
});
