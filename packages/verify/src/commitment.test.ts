import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { nodeCryptography } from "./bin/node-cryptography.ts";
import { commitmentOf, saltOf } from "./commitment.ts";

it("is SHA-256(0x02 ‖ salt ‖ payload) with salt SHA-256(key ‖ id)", () => {
  const { hasher } = nodeCryptography;
  const key = Buffer.alloc(32, 3);
  const salt = createHash("sha256").update(key).update("évent-1").digest();
  expect(Buffer.from(saltOf(hasher, key, "évent-1"))).toEqual(salt);
  const expected = createHash("sha256")
    .update(Buffer.from([2]))
    .update(salt)
    .update("payload")
    .digest("base64");
  expect(commitmentOf(hasher, salt, Buffer.from("payload"))).toBe(expected);
});
