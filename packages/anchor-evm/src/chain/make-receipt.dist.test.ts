import { bytesToHex } from "viem";
import type { Hex } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { DEPLOYER, DEPLOY_CALL, USUAL_ADDRESS, encodeAnchorCall } from "../contract/anchor-call.ts";
import { originHashOf } from "../contract/head-slots.ts";
import { parseReceipt } from "../receipt/receipt.ts";
import { verifyReceipt } from "../receipt/verify-receipt.ts";
import { startAnvil, startFaultyNode } from "../test-support/anvil.ts";
import type { FaultyNode, TestNode } from "../test-support/anvil.ts";
import { TEST_ORIGIN, TEST_OWNER } from "../test-support/made-receipt.ts";
import { createTestTrail } from "../test-support/test-trail.ts";
import { connectTo } from "./chain.ts";
import { makeReceipt } from "./make-receipt.ts";
import type { ReceiptPlan } from "./make-receipt.ts";

const head = createTestTrail(TEST_ORIGIN).headAt(1_234);
const rootHex = bytesToHex(head.root);
const originHash = originHashOf(TEST_ORIGIN);

const started: { stop?: () => Promise<void>; close?: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await (each.close?.() ?? each.stop?.());
});

/** A chain on which the head is anchored, and what a receipt of its newest block is made of. */
async function anchoredOn(...args: string[]): Promise<{ node: TestNode; plan: ReceiptPlan }> {
  const node = await startAnvil(...args);
  started.push(node);
  // Without fees of its own anvil offers them as London has them, which Berlin refuses.
  const common = { from: TEST_OWNER, ...(args.includes("berlin") ? { gasPrice: "0x77359400" } : {}) };
  await node.transact({ ...common, to: DEPLOYER, data: DEPLOY_CALL });
  const data = encodeAnchorCall({ originHash, size: head.size, root: rootHex }, []);
  const { blockNumber } = await node.transact({ ...common, to: USUAL_ADDRESS, data });
  const { timestamp } = await node.ask<{ timestamp: Hex }>("eth_getBlockByNumber", blockNumber, false);
  const block = Number(blockNumber);
  const place = { chainId: 31_337, contract: USUAL_ADDRESS, owner: TEST_OWNER } as const;
  return { node, plan: { ...place, head, rootHex, anchoredAt: Number(timestamp), block, sent: [] } };
}

const chainOf = (url: string) => connectTo({ url, requestRetries: 0 })(new AbortController().signal);

describe("a receipt is made of the headers of", () => {
  it.each(["berlin", "london", "paris", "shanghai", "cancun", "prague", "osaka"])("%s", async (fork) => {
    const { node, plan } = await anchoredOn("--hardfork", fork);
    const receipt = await makeReceipt(chainOf(node.url), plan);
    await node.stop();
    expect(receipt).not.toHaveProperty("problem");
    const { text, ...kept } = receipt as Exclude<typeof receipt, { problem: string }>;
    expect(kept).toEqual({ kind: "evm", ...head, anchoredAtMs: 1_000 * plan.anchoredAt });
    const verdict = await verifyReceipt(text, { origin: TEST_ORIGIN, size: head.size, root: head.root });
    expect(verdict).toMatchObject({ ok: true, blockNumber: plan.block, problems: [] });
  });
});

it("is made of a block of the past, with the head and the accounts as they were", async () => {
  const { node, plan } = await anchoredOn();
  await node.mine(20);
  await node.fund("0x00000000000000000000000000000000000000aa");
  await node.mine(1);
  const chain = chainOf(node.url);
  for (const block of [plan.block, plan.block + 3, plan.block + 21]) {
    const receipt = await makeReceipt(chain, { ...plan, block });
    expect(receipt).not.toHaveProperty("problem");
    expect(parseReceipt((receipt as { text: string }).text).block.number).toBe(block);
  }
});

describe("a node that does not tell the truth is found out:", () => {
  const problemWith = async (
    change: (faulty: FaultyNode) => void,
    more: Partial<ReceiptPlan> = {},
  ): Promise<string> => {
    const { node, plan } = await anchoredOn();
    const faulty = await startFaultyNode(node);
    started.unshift(faulty);
    change(faulty);
    try {
      const receipt = await makeReceipt(chainOf(faulty.url), { ...plan, ...more });
      return "problem" in receipt ? receipt.problem : "none";
    } catch (error) {
      return (error as Error).message;
    }
  };
  /** The answer to one method, changed. */
  const lie = (method: string, change: (result: any) => unknown) => (faulty: FaultyNode) => {
    faulty.fault = async (question, ask) => {
      const answer = await ask();
      if (question.method !== method || typeof answer === "string" || !("result" in answer)) return answer;
      return { result: change(answer.result) };
    };
  };

  it.each<[string, (faulty: FaultyNode) => void, string]>([
    ["no block", lie("eth_getBlockByNumber", () => null), "there is no block"],
    ["another state root", lie("eth_getBlockByNumber", (block) => ({ ...block, stateRoot: block.hash })), "its hash"],
    ["no proof", lie("eth_getProof", () => ({})), "account_proof"],
    ["a proof of nothing", lie("eth_getProof", () => ({ accountProof: [], storageProof: [] })), "account_proof"],
    [
      "nodes that are no text",
      lie("eth_getProof", (proof) => ({ ...proof, accountProof: [7, null] })),
      "account_proof",
    ],
    [
      "slots in another order",
      lie("eth_getProof", (proof) => ({ ...proof, storageProof: proof.storageProof.toReversed() })),
      "trie proof",
    ],
    ["no events", lie("eth_getLogs", () => []), "transaction of the head was not found"],
    ["no transaction", lie("eth_getTransactionByHash", () => null), "transaction of the head was not found"],
    ["another value", lie("eth_getTransactionByHash", (each) => ({ ...each, value: "0x1" })), "do not give its hash"],
  ])("%s", async (_what, change, message) => {
    expect(await problemWith(change)).toContain(message);
  });

  it("a head that is not there", async () => {
    expect(await problemWith(() => undefined, { anchoredAt: 5 })).toContain("another size or time");
    expect(await problemWith(() => undefined, { block: 1 })).not.toBe("none");
    expect(await problemWith(() => undefined, { chainId: 1 })).toContain("signed for chain 31337");
    expect(await problemWith(() => undefined)).toBe("none");
  });
});
