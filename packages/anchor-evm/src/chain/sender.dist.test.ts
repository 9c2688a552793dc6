import { keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DEPLOYER, DEPLOY_CALL, USUAL_ADDRESS, encodeAnchorCall } from "../contract/anchor-call.ts";
import { startAnvil, startFaultyNode } from "../test-support/anvil.ts";
import type { FaultyNode, TestNode } from "../test-support/anvil.ts";
import { TEST_KEY, TEST_OWNER } from "../test-support/made-receipt.ts";
import { createTestClock } from "../test-support/test-clock.ts";
import type { TestClock } from "../test-support/test-clock.ts";
import { connectTo } from "./chain.ts";
import type { Call, Chain } from "./chain.ts";
import { Sender } from "./sender.ts";
import type { SenderOptions } from "./sender.ts";

const CHAIN = 31_337;
const STUCK_AFTER_MS = 60_000;

let node: TestNode;
let faulty: FaultyNode;
let chain: Chain;
let snapshot: string;
let clock: TestClock;
let sender: Sender;

/** A first head of an origin that is the number's alone. */
const callOf = (n: number): Call => ({
  to: USUAL_ADDRESS,
  data: encodeAnchorCall({ originHash: keccak256(`0x0${n}`), size: n, root: keccak256("0x") }, []),
});

interface PoolTransaction {
  readonly hash: string;
  readonly input: string;
  readonly maxFeePerGas: string;
  readonly maxPriorityFeePerGas: string;
}

/** What waits in the node's pool for a block. */
async function waiting(): Promise<PoolTransaction[]> {
  const pool = await node.ask<{ pending: Record<string, Record<string, PoolTransaction>> }>("txpool_content");
  return Object.values(pool.pending).flatMap((ofOne) => Object.values(ofOne));
}

const minedCount = async (): Promise<number> => Number(await node.ask("eth_getTransactionCount", TEST_OWNER, "latest"));

function senderOf(more: Partial<SenderOptions> = {}): Sender {
  const account = privateKeyToAccount(TEST_KEY);
  return new Sender({ account, clock, stuckAfterMs: STUCK_AFTER_MS, maxFeePerGasWei: 10n ** 12n, ...more });
}

beforeAll(async () => {
  node = await startAnvil("--no-mining");
  faulty = await startFaultyNode(node);
  await node.ask("eth_sendTransaction", { from: TEST_OWNER, to: DEPLOYER, data: DEPLOY_CALL, gas: "0x200000" });
  await node.mine();
  snapshot = await node.ask("evm_snapshot");
});
beforeEach(async () => {
  await node.ask("anvil_dropAllTransactions");
  await node.ask("evm_revert", snapshot);
  snapshot = await node.ask("evm_snapshot");
  faulty.fault = (_question, ask) => ask();
  clock = createTestClock();
  sender = senderOf();
  chain = connectTo({ url: faulty.url, requestRetryDelayMs: 1 })(new AbortController().signal);
});
afterAll(async () => {
  await faulty.close();
  await node.stop();
});

it("sends a transaction once, and remembers it", async () => {
  const before = await minedCount();
  for (let poll = 0; poll < 5; poll++) {
    await sender.push(chain, CHAIN, callOf(1));
    clock.advance(STUCK_AFTER_MS / 10);
  }
  const [sent, ...more] = sender.sentFor(callOf(1));
  expect(more).toEqual([]);
  expect(sent!.hash).toBe(keccak256(sent!.raw));
  expect((await waiting()).map(({ hash }) => hash)).toEqual([sent!.hash]);
  await node.mine();
  expect(await minedCount()).toBe(before + 1);
  expect(sender.sentFor(callOf(2))).toEqual([]);
});

it("replaces one that is stuck by one that offers more, again and again", async () => {
  const offers: bigint[] = [];
  for (let round = 0; round < 4; round++) {
    await sender.push(chain, CHAIN, callOf(1));
    const [only, ...more] = await waiting();
    expect(more).toEqual([]);
    offers.push(BigInt(only!.maxFeePerGas));
    clock.advance(STUCK_AFTER_MS);
  }
  for (const [index, offer] of offers.entries()) {
    if (index > 0) expect(Number(offer)).toBeGreaterThanOrEqual(1.125 * Number(offers[index - 1]));
  }
  const before = await minedCount();
  await node.mine();
  expect(await minedCount()).toBe(before + 1);
});

it("replaces what waits for an older head, and what an earlier process has left", async () => {
  await sender.push(chain, CHAIN, callOf(1));
  await sender.push(chain, CHAIN, callOf(2));
  expect((await waiting()).map(({ input }) => input)).toEqual([callOf(2).data]);
  await senderOf().push(chain, CHAIN, callOf(3));
  expect((await waiting()).map(({ input }) => input)).toEqual([callOf(3).data]);
});

it("never offers more than is allowed, and waits with that", async () => {
  const limit = 3_000_000_000n;
  sender = senderOf({ maxFeePerGasWei: limit });
  for (let round = 0; round < 8; round++) {
    await sender.push(chain, CHAIN, callOf(1));
    clock.advance(STUCK_AFTER_MS);
  }
  const [only] = await waiting();
  expect(BigInt(only!.maxFeePerGas)).toBeLessThanOrEqual(limit);
  // Another head cannot take its place for the same price.
  await expect(sender.push(chain, CHAIN, callOf(2))).rejects.toMatchObject({ code: "fee_too_high" });
});

describe("when the answer to a transaction is lost", () => {
  it("sends the very same again, and it is mined once", async () => {
    let lost = 0;
    faulty.fault = async ({ method }, ask) => {
      const answer = await ask();
      return method === "eth_sendRawTransaction" && lost++ === 0 ? "hang up" : answer;
    };
    await sender.push(chain, CHAIN, callOf(1));
    expect([lost, (await waiting()).length]).toEqual([2, 1]);
  });

  it("each time, knows at the next look that it was taken", async () => {
    faulty.fault = async ({ method }, ask) => {
      const answer = await ask();
      return method === "eth_sendRawTransaction" ? "hang up" : answer;
    };
    await expect(sender.push(chain, CHAIN, callOf(1))).rejects.toMatchObject({ code: "unreachable" });
    const [first] = await waiting();
    faulty.fault = (_question, ask) => ask();
    await sender.push(chain, CHAIN, callOf(1));
    expect(await waiting()).toEqual([first]);
    expect(sender.sentFor(callOf(1)).map(({ hash }) => hash)).toContain(first!.hash);
  });

  it("or the question is lost, sends it at the next look, without offering more", async () => {
    faulty.fault = ({ method }, ask) => (method === "eth_sendRawTransaction" ? "hang up" : ask());
    await expect(sender.push(chain, CHAIN, callOf(1))).rejects.toMatchObject({ code: "unreachable" });
    expect(await waiting()).toEqual([]);
    faulty.fault = (_question, ask) => ask();
    await sender.push(chain, CHAIN, callOf(1));
    const hashes = new Set(sender.sentFor(callOf(1)).map(({ hash }) => hash));
    expect((await waiting()).map(({ hash }) => hash)).toEqual([...hashes]);
  });
});

it("does not send again while a node behind the same address lags, but does after a while", async () => {
  await sender.push(chain, CHAIN, callOf(1));
  await node.mine();
  await sender.push(chain, CHAIN, callOf(1));
  expect(await waiting()).toEqual([]);
  clock.advance(STUCK_AFTER_MS);
  await sender.push(chain, CHAIN, callOf(1));
  expect(await waiting()).toHaveLength(1);
});

it("starts anew when a block with its transactions has left the chain", async () => {
  const before = await node.ask<string>("evm_snapshot");
  await sender.push(chain, CHAIN, callOf(1));
  await node.mine();
  await sender.push(chain, CHAIN, callOf(2));
  await node.mine();
  await node.ask("evm_revert", before);
  await node.ask("anvil_dropAllTransactions");
  await sender.push(chain, CHAIN, callOf(2));
  expect((await waiting()).map(({ input }) => input)).toEqual([callOf(2).data]);
});

describe("what cannot be paid or is refused has a name", () => {
  it("no coin", async () => {
    sender = senderOf({ account: privateKeyToAccount(`0x${"7".repeat(64)}`) });
    await expect(sender.push(chain, CHAIN, callOf(1))).rejects.toMatchObject({
      code: "no_funds",
      message: expect.stringContaining("send it some of the chain's coin"),
    });
  });

  it("a refusal of the contract, before anything is paid", async () => {
    const empty = encodeAnchorCall({ originHash: keccak256("0x"), size: 0, root: keccak256("0x") }, []);
    const before = await minedCount();
    await expect(sender.push(chain, CHAIN, { to: USUAL_ADDRESS, data: empty })).rejects.toMatchObject({
      code: "reverted",
      message: "the contract refuses: EmptyTree()",
    });
    expect([await minedCount(), await waiting()]).toEqual([before, []]);
  });

  it("a refusal that came after the estimate", async () => {
    const first = { originHash: keccak256("0x09"), size: 5, root: keccak256("0x") };
    const call = { to: USUAL_ADDRESS, data: encodeAnchorCall(first, []) } as const;
    await sender.push(chain, CHAIN, call);
    const [{ hash }] = (await waiting()) as [PoolTransaction];
    // Another process of the same key is faster with a larger head.
    await node.ask("anvil_dropTransaction", hash);
    const larger = encodeAnchorCall({ ...first, size: 6 }, []);
    await node.ask("eth_sendTransaction", { from: TEST_OWNER, to: USUAL_ADDRESS, data: larger });
    await node.mine();
    await expect(sender.push(chain, CHAIN, call)).rejects.toMatchObject({
      code: "reverted",
      message: "the contract refuses: Rollback(6, 5)",
    });
  });
});
