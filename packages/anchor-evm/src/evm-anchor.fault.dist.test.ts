import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EvmAnchor } from "./evm-anchor.ts";
import type { EvmAnchorOptions } from "./evm-anchor.ts";
import { parseReceipt } from "./receipt/receipt.ts";
import { verifyReceipt } from "./receipt/verify-receipt.ts";
import { startAnvil, startFaultyNode } from "./test-support/anvil.ts";
import type { FaultyNode, TestNode } from "./test-support/anvil.ts";
import { TEST_KEY, TEST_ORIGIN, TEST_OWNER } from "./test-support/made-receipt.ts";
import { createTestClock } from "./test-support/test-clock.ts";
import { createTestTrail } from "./test-support/test-trail.ts";

const trail = createTestTrail(TEST_ORIGIN);
const { signal } = new AbortController();

let node: TestNode;
let faulty: FaultyNode;
let snapshot: string;

beforeAll(async () => {
  node = await startAnvil("--no-mining");
  faulty = await startFaultyNode(node);
  const clock = createTestClock(() => node.mine());
  const deploying = new EvmAnchor({ url: node.url, privateKey: TEST_KEY, confirmations: 0, clock });
  await deploying.anchor(createTestTrail("example.com/other").headAt(1), [], signal);
  snapshot = await node.ask("evm_snapshot");
});
beforeEach(async () => {
  await node.ask("anvil_dropAllTransactions");
  await node.ask("evm_revert", snapshot);
  snapshot = await node.ask("evm_snapshot");
  faulty.fault = (_question, ask) => ask();
});
afterAll(async () => {
  await faulty.close();
  await node.stop();
});

/** An anchor that looks each ten seconds; what happens in its sleeps is the test's. */
function anchorOf(onSleep: (sleeps: number) => Promise<void> | void, more: Partial<EvmAnchorOptions> = {}): EvmAnchor {
  return new EvmAnchor({
    url: faulty.url,
    privateKey: TEST_KEY,
    confirmations: 2,
    clock: createTestClock(onSleep),
    pollIntervalMs: 10_000,
    stuckAfterMs: 60_000,
    requestRetries: 1,
    requestRetryDelayMs: 1,
    requestTimeoutMs: 2_000,
    ...more,
  });
}

const transactions = async (): Promise<number> =>
  Number(await node.ask("eth_getTransactionCount", TEST_OWNER, "latest"));
const isGood = async (text: string): Promise<boolean> => (await verifyReceipt(text, { origin: TEST_ORIGIN })).ok;

it("replaces a transaction that is stuck, and knows which one was mined", async () => {
  const before = await transactions();
  // No block for four minutes: three replacements.
  const anchor = anchorOf((sleeps) => (sleeps > 24 ? node.mine() : undefined));
  const receipt = await anchor.anchor(trail.headAt(5), [], signal);
  expect(await transactions()).toBe(before + 1);
  const { hash } = parseReceipt(receipt.text).transaction;
  const mined = await node.ask<{ maxFeePerGas: string }>("eth_getTransactionByHash", hash);
  expect(await isGood(receipt.text)).toBe(true);
  const first = anchorOf(() => node.mine());
  const plain = await first.anchor(trail.headAt(6), trail.proof(5, 6), signal);
  const later = await node.ask<{ maxFeePerGas: string }>(
    "eth_getTransactionByHash",
    parseReceipt(plain.text).transaction.hash,
  );
  expect(Number(mined.maxFeePerGas)).toBeGreaterThan(1.4 * Number(later.maxFeePerGas));
});

it("gives up after a while, and the next attempt takes the place of the one before", async () => {
  const before = await transactions();
  let isMining = false;
  const anchor = anchorOf(() => (isMining ? node.mine() : undefined), { giveUpAfterMs: 300_000 });
  await expect(anchor.anchor(trail.headAt(5), [], signal)).rejects.toMatchObject({
    code: "not_mined",
    message: "the head was in no block, or not deep enough, for 5 minutes",
  });
  isMining = true;
  const receipt = await anchor.anchor(trail.headAt(8), [], signal);
  expect(receipt.size).toBe(8);
  expect(await transactions()).toBe(before + 1);
});

it("stops at once when it is told to", async () => {
  const stopping = new AbortController();
  const anchor = anchorOf((sleeps) => (sleeps === 3 ? stopping.abort() : undefined));
  await expect(anchor.anchor(trail.headAt(5), [], stopping.signal)).rejects.toMatchObject({ code: "stopped" });
});

describe("when blocks leave the chain", () => {
  it("before it is deep enough: sends it again", async () => {
    const before = await transactions();
    const fork = await node.ask<string>("evm_snapshot");
    const anchor = anchorOf(async (sleeps) => {
      if (sleeps === 3) {
        await node.ask("evm_revert", fork);
        await node.ask("anvil_dropAllTransactions");
      }
      await node.mine();
    });
    // Two sleeps: in a block, with one on top. The third takes them away.
    const receipt = await anchor.anchor(trail.headAt(5), [], signal);
    expect(await transactions()).toBe(before + 1);
    expect(await anchor.stands(receipt, signal)).toBe(true);
    expect(await isGood(receipt.text)).toBe(true);
  });

  it("afterwards: says so, and anchors it again", async () => {
    const fork = await node.ask<string>("evm_snapshot");
    const anchor = anchorOf(() => node.mine());
    const receipt = await anchor.anchor(trail.headAt(5), [], signal);
    expect(await anchor.stands(receipt, signal)).toBe(true);
    await node.ask("evm_revert", fork);
    await node.ask("anvil_dropAllTransactions");
    await expect(anchor.stands(receipt, signal)).rejects.toMatchObject({ code: "node_error" });
    await node.mine(10);
    expect(await anchor.stands(receipt, signal)).toBe(false);
    expect(await anchor.lastHead(TEST_ORIGIN, signal)).toBeUndefined();
    const again = await anchor.anchor(trail.headAt(5), [], signal);
    expect(await anchor.stands(again, signal)).toBe(true);
    expect(parseReceipt(again.text).block.hash).not.toBe(parseReceipt(receipt.text).block.hash);
  });

  it("and the head is in another block now: gives a receipt of that", async () => {
    const anchor = anchorOf(() => node.mine());
    const receipt = await anchor.anchor(trail.headAt(5), [], signal);
    // The same transactions in other blocks.
    const { raw } = parseReceipt(receipt.text).transaction;
    await node.ask("anvil_reorg", 3, [[raw, 0]]);
    await node.mine(5);
    expect(await anchor.stands(receipt, signal)).toBe(false);
    const again = await anchor.anchor(trail.headAt(5), [], signal);
    expect(await anchor.stands(again, signal)).toBe(true);
    expect(parseReceipt(again.text).transaction).toEqual(parseReceipt(receipt.text).transaction);
  });
});

describe("when the node is away", () => {
  it("at any one question, anchors at the next attempt, and pays once", async () => {
    // First how many questions there are.
    let asked = 0;
    faulty.fault = (_question, ask) => {
      asked++;
      return ask();
    };
    const clean = anchorOf(() => node.mine());
    await clean.anchor(trail.headAt(5), [], signal);
    const questions = asked;
    expect(questions).toBeGreaterThan(10);
    for (let away = 1; away <= questions; away++) {
      await node.ask("evm_revert", snapshot);
      snapshot = await node.ask("evm_snapshot");
      await node.ask("anvil_dropAllTransactions");
      const before = await transactions();
      const anchor = anchorOf(() => node.mine());
      asked = 0;
      // Two in a row: the repetition fails as well. Half of them were done, though the answer is lost.
      faulty.fault = async (_question, ask) => {
        asked++;
        if (asked !== away && asked !== away + 1) return ask();
        if (away % 2 === 0) await ask();
        return "hang up";
      };
      await expect(anchor.anchor(trail.headAt(5), [], signal)).rejects.toMatchObject({ code: "unreachable" });
      const receipt = await anchor.anchor(trail.headAt(5), [], signal);
      expect(await transactions(), `away at question ${away}`).toBe(before + 1);
      expect(await isGood(receipt.text), `away at question ${away}`).toBe(true);
    }
  });

  it("does not find out more than that a node lies: it never gives a receipt that is not good", async () => {
    const anchor = anchorOf(() => node.mine());
    await anchor.anchor(trail.headAt(5), [], signal);
    faulty.fault = async ({ method }, ask) => {
      const answer = await ask();
      if (method !== "eth_getProof" || typeof answer === "string" || !("result" in answer)) return answer;
      return { result: { ...(answer.result as object), accountProof: ["0xc0"] } };
    };
    await expect(anchor.anchor(trail.headAt(5), [], signal)).rejects.toMatchObject({
      code: "bad_answer",
      message: expect.stringContaining("what the node proves does not hold"),
    });
  });
});
