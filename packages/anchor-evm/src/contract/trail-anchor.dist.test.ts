import { bytesToHex, decodeErrorResult, numberToHex } from "viem";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TrailHead } from "../anchor.ts";
import { startAnvil } from "../test-support/anvil.ts";
import type { MinedTransaction, TestNode } from "../test-support/anvil.ts";
import { TEST_OWNER } from "../test-support/made-receipt.ts";
import { createTestTrail } from "../test-support/test-trail.ts";
import { DEPLOYER, DEPLOY_CALL, USUAL_ADDRESS, anchoredEvent, decodeHead, encodeAnchorCall } from "./anchor-call.ts";
import { encodeHeadsCall } from "./anchor-call.ts";
import { headSlots, originHashOf, sizeSlotValue } from "./head-slots.ts";
import { TRAIL_ANCHOR_ABI, TRAIL_ANCHOR_CODE } from "./trail-anchor.ts";

const STRANGER = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

const trail = createTestTrail();
const fork = createTestTrail(undefined, "another");
const originHash = originHashOf("example.com/trail");

let node: TestNode;
let snapshot: string;
let deployment: Hex;

beforeAll(async () => {
  node = await startAnvil();
  await node.fund(STRANGER);
  await node.ask("anvil_impersonateAccount", STRANGER);
  ({ transactionHash: deployment } = await node.transact({ from: TEST_OWNER, to: DEPLOYER, data: DEPLOY_CALL }));
  snapshot = await node.ask("evm_snapshot");
});
beforeEach(async () => {
  await node.ask("evm_revert", snapshot);
  snapshot = await node.ask("evm_snapshot");
});
afterAll(() => node.stop());

function callOf(head: TrailHead, proof: readonly Uint8Array[] = [], from: Hex = TEST_OWNER): object {
  const call = { originHash, size: head.size, root: bytesToHex(head.root) };
  return {
    from,
    to: USUAL_ADDRESS,
    data: encodeAnchorCall(
      call,
      proof.map((hash) => bytesToHex(hash)),
    ),
  };
}

const anchor = (head: TrailHead, proof: readonly Uint8Array[] = [], from?: Hex): Promise<MinedTransaction> =>
  node.transact(callOf(head, proof, from));

/** The name of the error with which the contract refuses; undefined if it takes the call. */
async function refusal(call: object): Promise<string | undefined> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_call", params: [call, "latest"] });
  const response = await fetch(node.url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { error } = (await response.json()) as { error?: { data: Hex } };
  if (error === undefined) return undefined;
  const { errorName, args } = decodeErrorResult({ abi: TRAIL_ANCHOR_ABI, data: error.data });
  return `${errorName}(${(args ?? []).join(", ")})`;
}

async function headOf(owner: Hex = TEST_OWNER) {
  const call = { to: USUAL_ADDRESS, data: encodeHeadsCall(owner, originHash) };
  return decodeHead(await node.ask<Hex>("eth_call", call, "latest"));
}

it("is the code that was compiled", async () => {
  expect(await node.ask("eth_getCode", USUAL_ADDRESS, "latest")).toBe(TRAIL_ANCHOR_CODE);
});

it("keeps the head, with the time of its block, where receipts look for it, and says so in an event", async () => {
  const head = trail.headAt(1_000);
  const { status, logs, blockNumber } = await anchor(head);
  const { timestamp } = await node.ask<{ timestamp: Hex }>("eth_getBlockByNumber", blockNumber, false);
  const root = bytesToHex(head.root);
  expect(status).toBe("0x1");
  expect(await headOf()).toEqual({ size: 1_000, root, anchoredAt: Number(timestamp) });
  expect(logs).toMatchObject([anchoredEvent(TEST_OWNER, { originHash, size: 1_000, root })]);
  const slots = headSlots(TEST_OWNER, originHash);
  const storageAt = async (slot: Hex) => BigInt(await node.ask<Hex>("eth_getStorageAt", USUAL_ADDRESS, slot, "latest"));
  expect(await storageAt(slots.size)).toBe(sizeSlotValue(1_000, Number(timestamp)));
  expect(await storageAt(slots.root)).toBe(BigInt(root));
});

it("takes a head that grew from the last one, at any size", async () => {
  const sizes = [1, 2, 3, 8, 1_000, 1_001, 2 ** 31 - 1, 2 ** 31 + 1, 2 ** 32, 2 ** 32 + 5, 2 ** 53 - 1];
  for (const [index, size] of sizes.entries()) {
    const proof = index === 0 ? [] : trail.proof(sizes[index - 1]!, size);
    expect((await anchor(trail.headAt(size), proof)).status).toBe("0x1");
  }
  expect((await headOf())?.size).toBe(2 ** 53 - 1);
});

describe("refuses", () => {
  beforeEach(async () => {
    await anchor(trail.headAt(20));
  });

  it("a smaller tree", async () => {
    expect(await refusal(callOf(trail.headAt(19), []))).toBe("Rollback(20, 19)");
  });

  it("another tree of the same size", async () => {
    const [was, is] = [trail.headAt(20), fork.headAt(20)].map(({ root }) => bytesToHex(root));
    expect(await refusal(callOf(fork.headAt(20)))).toBe(`Fork(20, ${was}, ${is})`);
  });

  it("a tree with another beginning, whatever its proof", async () => {
    for (const proof of [[], fork.proof(20, 33), trail.proof(20, 33), trail.proof(19, 33)]) {
      expect(await refusal(callOf(fork.headAt(33), proof))).toBe("BadProof(20, 33)");
    }
  });

  it("a proof that is not one", async () => {
    const proof = trail.proof(20, 33);
    const wrong = [
      [],
      proof.slice(1),
      proof.slice(0, -1),
      [...proof, proof[0]!],
      proof.toReversed(),
      ...proof.map((hash, index) =>
        proof.with(
          index,
          hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte)),
        ),
      ),
      Array<Uint8Array>(300).fill(proof[0]!),
    ];
    for (const each of wrong) expect(await refusal(callOf(trail.headAt(33), each))).toBe("BadProof(20, 33)");
    expect(await refusal(callOf(trail.headAt(33), proof))).toBeUndefined();
  });

  it("an empty tree", async () => {
    const empty = { ...trail.headAt(20), size: 0 };
    expect(await refusal(callOf(empty))).toBe("EmptyTree()");
    expect(await refusal(callOf(empty, [], STRANGER))).toBe("EmptyTree()");
  });

  it("nothing when it is the same head again, and changes nothing", async () => {
    const before = await headOf();
    await node.mine(5);
    const { status, logs } = await anchor(trail.headAt(20), trail.proof(19, 20));
    expect([status, logs]).toEqual(["0x1", []]);
    expect(await headOf()).toEqual(before);
  });
});

it("keeps the lines of each address and origin apart", async () => {
  await anchor(trail.headAt(20));
  await anchor(fork.headAt(5), [], STRANGER);
  expect((await headOf())?.size).toBe(20);
  expect((await headOf(STRANGER))?.size).toBe(5);
  expect((await anchor(fork.headAt(9), fork.proof(5, 9), STRANGER)).status).toBe("0x1");
  expect(await refusal(callOf(trail.headAt(21), trail.proof(20, 21), STRANGER))).toBe("BadProof(9, 21)");
});

it("agrees with RFC 9162 on every pair of sizes up to 40", async () => {
  const slots = headSlots(TEST_OWNER, originHash);
  const put = (slot: Hex, value: Hex) => node.ask("anvil_setStorageAt", USUAL_ADDRESS, slot, value);
  for (let from = 1; from < 40; from++) {
    await put(slots.size, numberToHex(sizeSlotValue(from, 1), { size: 32 }));
    await put(slots.root, bytesToHex(trail.headAt(from).root));
    for (let to = from + 1; to <= 40; to++) {
      const proof = trail.proof(from, to);
      expect(await refusal(callOf(trail.headAt(to), proof)), `${from} to ${to}`).toBeUndefined();
      expect(await refusal(callOf(fork.headAt(to), proof)), `${from} to ${to}`).toBe(`BadProof(${from}, ${to})`);
      const other = trail.proof(from, to + 1);
      if (other.length !== proof.length) {
        expect(await refusal(callOf(trail.headAt(to), other)), `${from} to ${to}`).toBe(`BadProof(${from}, ${to})`);
      }
    }
  }
});

it("costs little", async ({ annotate }) => {
  const sizes = [1_000_000, 1_000_001, 1_012_345, 2_000_000, 2 ** 30 + 77, 2 ** 40, 2 ** 53 - 1];
  const lines: string[] = [];
  let gas = 0;
  for (const [index, size] of sizes.entries()) {
    const proof = index === 0 ? [] : trail.proof(sizes[index - 1]!, size);
    gas = Number((await anchor(trail.headAt(size), proof)).gasUsed);
    lines.push(`${index === 0 ? "first" : `${sizes[index - 1]} to`} ${size}: ${gas} gas, ${proof.length} hashes`);
    expect(gas, lines.join("; ")).toBeLessThan(index === 0 ? 70_000 : 39_000 + 1_200 * proof.length);
  }
  const deployed = await node.ask<MinedTransaction>("eth_getTransactionReceipt", deployment);
  lines.push(`deployment: ${Number(deployed.gasUsed)} gas`);
  lines.push(`the same again: ${Number((await anchor(trail.headAt(2 ** 53 - 1))).gasUsed)} gas`);
  await annotate(lines.join("; "), "gas");
});
