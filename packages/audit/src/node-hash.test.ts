import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { nodeHasher, sha256Into } from "./node-hash.ts";

it("is SHA-256, written where it is asked for", () => {
  for (const length of [0, 1, 63, 64, 65, 1_000, 70_000]) {
    const data = randomBytes(length);
    const target = new Uint8Array(40);
    sha256Into(data, target, 5);
    const expected = createHash("sha256").update(data).digest();
    expect(Buffer.from(target.subarray(5, 37))).toEqual(expected);
    expect([...target.subarray(0, 5), ...target.subarray(37)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Buffer.from(nodeHasher.digest(data))).toEqual(expected);
  }
});
