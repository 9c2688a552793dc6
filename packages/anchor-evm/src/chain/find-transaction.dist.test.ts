import { keccak256 } from "viem";
import type { Hex, RpcTransaction } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEPLOYER, DEPLOY_CALL, USUAL_ADDRESS, encodeAnchorCall } from "../contract/anchor-call.ts";
import { startAnvil } from "../test-support/anvil.ts";
import type { TestNode } from "../test-support/anvil.ts";
import { TEST_OWNER } from "../test-support/made-receipt.ts";
import { connectTo } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { findTransaction, rawTransaction } from "./find-transaction.ts";
import type { AnchoredCall } from "./find-transaction.ts";

let node: TestNode;
let chain: Chain;
const anchored: { hash: Hex; call: AnchoredCall; block: number }[] = [];

/** Anchors a head of an origin of its own; the gas price makes it a transaction of the old kind. */
async function anchorOne(n: number, more: object = {}): Promise<void> {
  const call = { originHash: keccak256(`0x0${n}`), size: n, root: keccak256("0x") };
  const data = encodeAnchorCall(call, []);
  const sent = { from: TEST_OWNER, to: USUAL_ADDRESS, data, ...more };
  const { transactionHash: hash, blockNumber } = await node.transact(sent);
  const { timestamp } = await node.ask<{ timestamp: Hex }>("eth_getBlockByNumber", blockNumber, false);
  const place = { contract: USUAL_ADDRESS, owner: TEST_OWNER, anchoredAt: Number(timestamp) } as const;
  anchored.push({ hash, call: { ...call, ...place }, block: Number(blockNumber) });
}

beforeAll(async () => {
  node = await startAnvil();
  chain = connectTo({ url: node.url })(new AbortController().signal);
  await node.transact({ from: TEST_OWNER, to: DEPLOYER, data: DEPLOY_CALL });
  await anchorOne(1);
  await node.mine(300);
  await anchorOne(2, { gasPrice: "0x77359400" });
  await node.mine(7);
  await anchorOne(3, { accessList: [{ address: USUAL_ADDRESS, storageKeys: [keccak256("0x")] }] });
  await anchorOne(4);
});
afterAll(() => node.stop());

it("finds each transaction by the time of its block, from any later block", async () => {
  const newest = await chain.blockNumber();
  for (const { hash, call, block } of anchored) {
    for (const highest of new Set([block, Math.min(block + 5, newest), newest])) {
      const found = await findTransaction(chain, call, highest);
      expect(found?.hash).toBe(hash);
      expect(keccak256(found!.raw)).toBe(hash);
    }
  }
});

it("finds nothing of another head, owner, contract or time", async () => {
  const newest = await chain.blockNumber();
  const { call } = anchored[1]!;
  for (const other of [{ size: 9 }, { root: keccak256("0x09") }, { owner: USUAL_ADDRESS }, { contract: TEST_OWNER }]) {
    expect(await findTransaction(chain, { ...call, ...other } as AnchoredCall, newest)).toBeUndefined();
  }
  const later = anchored[2]!.call.anchoredAt;
  expect(await findTransaction(chain, { ...call, anchoredAt: later }, newest)).toBeUndefined();
});

describe("the bytes of a transaction", () => {
  it("are given for each kind, or refused if they do not give the hash", async () => {
    const kinds = new Set<string>();
    for (const { hash } of anchored) {
      const transaction = (await chain.transaction(hash))!;
      kinds.add(transaction.type);
      expect(keccak256(rawTransaction(transaction))).toBe(hash);
      const changed = { ...transaction, nonce: "0x99" } as RpcTransaction;
      expect(() => rawTransaction(changed)).toThrow("do not give its hash");
    }
    expect(kinds.size).toBeGreaterThan(1);
  });
});
