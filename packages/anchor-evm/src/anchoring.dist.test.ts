import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { AnchorReceipt } from "./anchor.ts";
import { Anchoring } from "./anchoring.ts";
import type { AnchoringOptions } from "./anchoring.ts";
import { EvmAnchor } from "./evm-anchor.ts";
import { parseReceipt, readAnchorReceipt } from "./receipt/receipt.ts";
import { verifyReceipt } from "./receipt/verify-receipt.ts";
import { startAnvil, startFaultyNode } from "./test-support/anvil.ts";
import type { FaultyNode, TestNode } from "./test-support/anvil.ts";
import { TEST_KEY, TEST_ORIGIN, TEST_OWNER } from "./test-support/made-receipt.ts";
import { createTestClock } from "./test-support/test-clock.ts";
import type { TestClock } from "./test-support/test-clock.ts";
import { createTestTrail } from "./test-support/test-trail.ts";
import type { TestTrail } from "./test-support/test-trail.ts";

const MINUTE_MS = 60_000;

let node: TestNode;
let faulty: FaultyNode;
let clock: TestClock;
let trail: TestTrail;
let receipts: AnchorReceipt[];
let lost: AnchorReceipt[];
let snapshot: string;

beforeAll(async () => {
  node = await startAnvil();
  faulty = await startFaultyNode(node);
  snapshot = await node.ask("evm_snapshot");
});
beforeEach(async () => {
  await node.ask("evm_revert", snapshot);
  snapshot = await node.ask("evm_snapshot");
  faulty.fault = (_question, ask) => ask();
  clock = createTestClock(() => node.mine());
  trail = createTestTrail(TEST_ORIGIN);
  receipts = [];
  lost = [];
});
afterAll(async () => {
  await faulty.close();
  await node.stop();
});

function anchoringOf(more: Partial<AnchoringOptions> = {}): Anchoring {
  const options = { url: faulty.url, requestRetries: 1, requestRetryDelayMs: 1, requestTimeoutMs: 2_000 };
  return new Anchoring({
    anchor: new EvmAnchor({ ...options, privateKey: TEST_KEY, confirmations: 2, clock }),
    heads: trail,
    clock,
    onReceipt: (receipt) => void receipts.push(receipt),
    onLost: (receipt) => void lost.push(receipt),
    ...more,
  });
}

const sizes = (): number[] => receipts.map(({ size }) => size);

it("anchors a trail that grows, and each receipt is good", async () => {
  const anchoring = anchoringOf();
  for (const size of [3, 1_000, 1_000, 70_001, 2 ** 33]) {
    trail.size = size;
    await anchoring.look();
    clock.advance(10 * MINUTE_MS);
  }
  expect(anchoring.status).toMatchObject({ anchor: "evm", lastError: undefined, behind: false, anchoredSize: 2 ** 33 });
  expect(sizes()).toEqual([3, 1_000, 70_001, 2 ** 33]);
  for (const { size, text } of receipts) {
    const { origin, root } = trail.headAt(size);
    const verdict = await verifyReceipt(text, { origin, size, root, owner: TEST_OWNER, chainId: 31_337 });
    expect(verdict.problems).toEqual([]);
  }
});

it("waits for a node that is away, is an alarm meanwhile, and goes on when it is back", async () => {
  const anchoring = anchoringOf();
  trail.size = 3;
  await anchoring.look();
  faulty.fault = () => "hang up";
  for (let minute = 0; minute < 41; minute++) {
    trail.size++;
    clock.advance(MINUTE_MS);
    await anchoring.look();
  }
  expect(anchoring.status).toMatchObject({ behind: true, anchoredSize: 3, headSize: 44 });
  expect(anchoring.status.lastError).toMatchObject({ code: "unreachable" });
  faulty.fault = (_question, ask) => ask();
  clock.advance(MINUTE_MS);
  await anchoring.look();
  expect(anchoring.status).toMatchObject({ behind: false, anchoredSize: 44, lastError: undefined });
  expect(sizes()).toEqual([3, 44]);
});

it("goes on after a restart, with the receipt that was lost in between", async () => {
  trail.size = 3;
  const first = anchoringOf();
  await first.look();
  await first.stop();
  const kept = readAnchorReceipt(receipts[0]!.text);
  expect(kept).toEqual(receipts[0]);
  trail.size = 9;
  const second = anchoringOf({ lastReceipt: kept, onReceipt: () => Promise.reject(new Error("killed")) });
  await second.anchorNow();
  await second.stop();
  const count = await node.ask("eth_getTransactionCount", TEST_OWNER, "latest");
  const third = anchoringOf({ lastReceipt: kept });
  await third.look();
  expect(sizes()).toEqual([3, 9]);
  expect(await node.ask("eth_getTransactionCount", TEST_OWNER, "latest")).toBe(count);
  expect((await verifyReceipt(receipts[1]!.text, { origin: TEST_ORIGIN, size: 9 })).ok).toBe(true);
});

it("notices that the chain went another way, and anchors again", async () => {
  const anchoring = anchoringOf();
  trail.size = 3;
  await anchoring.look();
  const fork = await node.ask<string>("evm_snapshot");
  clock.advance(10 * MINUTE_MS);
  trail.size = 7;
  await anchoring.look();
  await node.ask("evm_revert", fork);
  await node.mine(20);
  clock.advance(MINUTE_MS);
  await anchoring.look();
  expect(lost.map(({ size }) => size)).toEqual([7]);
  // The head before, whose receipt is made anew since nobody remembers it here, and the newest.
  expect(sizes()).toEqual([3, 7, 3, 7]);
  expect(anchoring.status).toMatchObject({ anchoredSize: 7, lastError: undefined });
  const blocks = receipts.map(({ text }) => parseReceipt(text).block.hash);
  expect(new Set(blocks).size).toBe(4);
});

it("pays nothing for a trail that was rewritten, and says what is wrong", async () => {
  trail.size = 50;
  await anchoringOf().look();
  const count = await node.ask("eth_getTransactionCount", TEST_OWNER, "latest");
  const rewritten = createTestTrail(TEST_ORIGIN, "another");
  rewritten.size = 60;
  const anchoring = anchoringOf({ heads: rewritten });
  await anchoring.look();
  expect(anchoring.status.lastError?.code).toBe("fork");
  rewritten.size = 40;
  await anchoring.anchorNow();
  expect(anchoring.status.lastError?.code).toBe("rollback");
  expect(await node.ask("eth_getTransactionCount", TEST_OWNER, "latest")).toBe(count);
});

it("runs by itself, and stops within a moment while the node does not answer", async () => {
  trail.size = 3;
  const anchoring = anchoringOf();
  faulty.fault = () => "stall";
  anchoring.start();
  while (faulty.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await anchoring.stop();
  expect(anchoring.status).toMatchObject({ anchoredSize: 0, lastError: undefined });
});
