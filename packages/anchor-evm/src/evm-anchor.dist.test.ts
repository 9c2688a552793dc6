import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AnchorReceipt } from "./anchor.ts";
import { USUAL_ADDRESS } from "./contract/anchor-call.ts";
import { EvmAnchor } from "./evm-anchor.ts";
import type { EvmAnchorOptions } from "./evm-anchor.ts";
import { parseReceipt } from "./receipt/receipt.ts";
import { verifyReceipt } from "./receipt/verify-receipt.ts";
import { startAnvil } from "./test-support/anvil.ts";
import type { TestNode } from "./test-support/anvil.ts";
import { TEST_KEY, TEST_ORIGIN, TEST_OWNER } from "./test-support/made-receipt.ts";
import { createTestClock } from "./test-support/test-clock.ts";
import { createTestTrail } from "./test-support/test-trail.ts";

const trail = createTestTrail(TEST_ORIGIN);
const fork = createTestTrail(TEST_ORIGIN, "another");
const { signal } = new AbortController();

let node: TestNode;
let snapshot: string;

beforeAll(async () => {
  node = await startAnvil();
  snapshot = await node.ask("evm_snapshot");
});
beforeEach(async () => {
  await node.ask("evm_revert", snapshot);
  snapshot = await node.ask("evm_snapshot");
});
afterAll(() => node.stop());

/** An anchor in whose sleeps a block is made. */
function anchorOf(more: Partial<EvmAnchorOptions> = {}): EvmAnchor {
  const clock = createTestClock(() => node.mine());
  return new EvmAnchor({ url: node.url, privateKey: TEST_KEY, confirmations: 3, clock, ...more });
}

const transactions = async (): Promise<number> =>
  Number(await node.ask("eth_getTransactionCount", TEST_OWNER, "latest"));

/** Anchors these sizes one after the other. */
async function anchorAll(anchor: EvmAnchor, ...sizes: number[]): Promise<AnchorReceipt[]> {
  const receipts: AnchorReceipt[] = [];
  for (const size of sizes) {
    const last = await anchor.lastHead(TEST_ORIGIN, signal);
    const proof = last === undefined ? [] : trail.proof(last.size, size);
    receipts.push(await anchor.anchor(trail.headAt(size), proof, signal));
  }
  return receipts;
}

it("knows its owner and its contract without a node", () => {
  const anchor = new EvmAnchor({ url: "http://127.0.0.1:1", privateKey: TEST_KEY });
  expect([anchor.owner, anchor.contract, anchor.name]).toEqual([TEST_OWNER, USUAL_ADDRESS, "evm"]);
});

it("refuses options that cannot be right, without telling the key", () => {
  const url = "http://127.0.0.1:1";
  for (const privateKey of ["", TEST_KEY.slice(2), `${TEST_KEY}0`, `0x${"f".repeat(64)}`, `0x${"0".repeat(64)}`]) {
    expect(() => new EvmAnchor({ url, privateKey })).toThrow(/^the chain key must be 0x and 64 hexadecimal digits$/);
  }
  for (const confirmations of [-1, 0.5, 121, Number.NaN]) {
    expect(() => new EvmAnchor({ url, privateKey: TEST_KEY, confirmations })).toThrow("confirmations");
  }
  expect(() => new EvmAnchor({ url, privateKey: TEST_KEY, contract: "0x12" })).toThrow("address of the contract");
});

it("deploys the contract, anchors the first head and each one that grew, and gives receipts for them", async () => {
  const anchor = anchorOf();
  expect(await anchor.lastHead(TEST_ORIGIN, signal)).toBeUndefined();
  const sizes = [1, 1_000, 1_001, 2 ** 31 + 7, 2 ** 53 - 1];
  const receipts = await anchorAll(anchor, ...sizes);
  expect(await transactions()).toBe(1 + sizes.length);
  for (const [index, receipt] of receipts.entries()) {
    const { origin, size, root } = trail.headAt(sizes[index]!);
    const expected = { origin, size, root, owner: TEST_OWNER, contract: USUAL_ADDRESS, chainId: 31_337 };
    const verdict = await verifyReceipt(receipt.text, expected);
    expect(verdict.problems).toEqual([]);
    // It is a block of the chain, with three on top at least.
    const block = await node.ask<{ hash: string }>(
      "eth_getBlockByNumber",
      `0x${verdict.blockNumber!.toString(16)}`,
      false,
    );
    expect(verdict.blockHash).toBe(block.hash);
    expect(await anchor.stands(receipt, signal)).toBe(true);
  }
  const last = receipts.at(-1)!;
  expect(await anchor.lastHead(TEST_ORIGIN, signal)).toEqual({
    ...trail.headAt(2 ** 53 - 1),
    anchoredAtMs: last.anchoredAtMs,
  });
});

it("waits for confirmations, and proves the newest block that has enough", async () => {
  let mined = 0;
  const clock = createTestClock(async () => {
    mined++;
    await node.mine();
  });
  const [receipt] = await anchorAll(anchorOf({ clock, confirmations: 10 }), 5);
  const { number } = parseReceipt(receipt!.text).block;
  expect(mined).toBeGreaterThanOrEqual(10);
  expect(Number(await node.ask("eth_blockNumber")) - number).toBe(10);
  const [now] = await anchorAll(anchorOf({ confirmations: 0 }), 5);
  expect(parseReceipt(now!.text).block.number).toBe(number + 10);
});

describe("a head that is there", () => {
  it("is not paid for again: the receipt is made anew, by another process too", async () => {
    const anchor = anchorOf();
    const [first] = await anchorAll(anchor, 1_000);
    const count = await transactions();
    const [again] = await anchorAll(anchor, 1_000);
    const [restarted] = await anchorAll(anchorOf(), 1_000);
    expect(await transactions()).toBe(count);
    const hashes = [first, again, restarted].map((receipt) => parseReceipt(receipt!.text).transaction);
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2]).toEqual(hashes[0]);
    expect(restarted!.anchoredAtMs).toBe(first!.anchoredAtMs);
    expect((await verifyReceipt(restarted!.text, { origin: TEST_ORIGIN })).ok).toBe(true);
  });

  it("is in the line of its own key only", async () => {
    await anchorAll(anchorOf(), 1_000);
    const privateKey = `0x${"5".repeat(64)}`;
    const other = anchorOf({ privateKey });
    await node.fund(other.owner);
    expect(await other.lastHead(TEST_ORIGIN, signal)).toBeUndefined();
    const receipt = await other.anchor(fork.headAt(7), [], signal);
    expect((await verifyReceipt(receipt.text, { origin: TEST_ORIGIN, owner: other.owner })).ok).toBe(true);
    expect((await verifyReceipt(receipt.text, { origin: TEST_ORIGIN, owner: TEST_OWNER })).ok).toBe(false);
  });
});

describe("refuses", () => {
  it("a fork, a rollback and a wrong proof, without paying", async () => {
    const anchor = anchorOf();
    await anchorAll(anchor, 1_000);
    const count = await transactions();
    const refused = async (size: number, proof: Uint8Array[], of = trail): Promise<unknown> =>
      anchor.anchor(of.headAt(size), proof, signal).catch((error: unknown) => error);
    expect(await refused(999, [])).toMatchObject({ code: "rollback" });
    expect(await refused(1_000, [], fork)).toMatchObject({ code: "fork" });
    expect(await refused(1_001, trail.proof(999, 1_001))).toMatchObject({
      code: "reverted",
      message: "the contract refuses: BadProof(1000, 1001)",
    });
    expect(await refused(1_001, fork.proof(1_000, 1_001), fork)).toMatchObject({ code: "reverted" });
    expect(await transactions()).toBe(count);
  });

  it("a node of another chain", async () => {
    const anchor = anchorOf({ chainId: 1 });
    const [receipt] = await anchorAll(anchorOf(), 5);
    for (const asked of [
      anchor.lastHead(TEST_ORIGIN, signal),
      anchor.anchor(trail.headAt(5), [], signal),
      anchor.stands(receipt!, signal),
    ]) {
      await expect(asked).rejects.toMatchObject({
        code: "wrong_chain",
        message: "the node is one of chain 31337, not of chain 1: check its address",
      });
    }
  });

  it("an address where the contract is not", async () => {
    for (const contract of [TEST_OWNER, "0x4e59b44847b379578588920ca78fbf26c0b4956c"]) {
      const anchor = anchorOf({ contract });
      await expect(anchor.lastHead(TEST_ORIGIN, signal)).rejects.toMatchObject({ code: "not_the_contract" });
      await expect(anchor.anchor(trail.headAt(5), [], signal)).rejects.toMatchObject({ code: "not_the_contract" });
    }
  });

  it("to pay without coin", async () => {
    const anchor = anchorOf({ privateKey: `0x${"5".repeat(64)}` });
    await expect(anchor.anchor(trail.headAt(5), [], signal)).rejects.toMatchObject({ code: "no_funds" });
  });
});

it("uses a contract that stands elsewhere", async () => {
  await anchorAll(anchorOf(), 5);
  const elsewhere = "0x00000000000000000000000000000000000000ff";
  await node.ask("anvil_setCode", elsewhere, await node.ask("eth_getCode", USUAL_ADDRESS, "latest"));
  const [receipt] = await anchorAll(anchorOf({ contract: elsewhere.toUpperCase().replace("X", "x") }), 9);
  expect(parseReceipt(receipt!.text).contract).toBe(elsewhere);
});

it("its receipts are good when the node is gone", async () => {
  const own = await startAnvil();
  const clock = createTestClock(() => own.mine());
  const anchor = new EvmAnchor({ url: own.url, privateKey: TEST_KEY, confirmations: 1, clock });
  const [receipt] = await anchorAll(anchor, 42);
  await own.stop();
  await expect(anchor.lastHead(TEST_ORIGIN, signal)).rejects.toMatchObject({ code: "unreachable" });
  const { root } = trail.headAt(42);
  const verdict = await verifyReceipt(receipt!.text, { origin: TEST_ORIGIN, size: 42, root, owner: TEST_OWNER });
  expect(verdict).toMatchObject({ ok: true, problems: [] });
});

it("pays on a chain that has no base fees", async () => {
  const own = await startAnvil("--hardfork", "berlin");
  const clock = createTestClock(() => own.mine());
  const anchor = new EvmAnchor({ url: own.url, privateKey: TEST_KEY, confirmations: 1, clock });
  const receipts = await anchorAll(anchor, 42, 43);
  const { hash } = parseReceipt(receipts[1]!.text).transaction;
  expect(await own.ask("eth_getTransactionByHash", hash)).toMatchObject({ type: "0x0" });
  expect((await verifyReceipt(receipts[1]!.text, { origin: TEST_ORIGIN })).problems).toEqual([]);
  await own.stop();
});
