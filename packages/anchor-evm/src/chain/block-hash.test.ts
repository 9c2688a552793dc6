import { expect, it } from "vitest";
import { startHttpNode } from "../test-support/http-node.ts";
import { blockHashesOf } from "./block-hash.ts";

it("asks a node for the hash of a block", async () => {
  const node = await startHttpNode(({ params }) => ({ result: params?.[0] === "0x5" ? { hash: "0xabc" } : null }));
  const hashOf = blockHashesOf({ url: node.url, requestRetries: 0 }, new AbortController().signal);
  expect([await hashOf(5), await hashOf(6)]).toEqual(["0xabc", undefined]);
  await node.close();
  await expect(hashOf(5)).rejects.toMatchObject({ code: "unreachable" });
});
