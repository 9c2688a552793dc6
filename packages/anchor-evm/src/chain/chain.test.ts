import { afterEach, describe, expect, it } from "vitest";
import { startHttpNode } from "../test-support/http-node.ts";
import type { HttpNode, RpcOutcome, RpcQuestion } from "../test-support/http-node.ts";
import { connectTo } from "./chain.ts";
import type { Chain } from "./chain.ts";

let node: HttpNode | undefined;
let stopping = new AbortController();

afterEach(async () => {
  await node?.close();
  stopping = new AbortController();
});

async function chainOf(answer: (question: RpcQuestion) => RpcOutcome): Promise<Chain> {
  node = await startHttpNode(answer);
  return connectTo({ url: node.url, requestTimeoutMs: 200, requestRetries: 2, requestRetryDelayMs: 1 })(
    stopping.signal,
  );
}

/** One outcome for each question, the last for all others. */
function inTurn(...outcomes: RpcOutcome[]): () => RpcOutcome {
  let next = 0;
  return () => outcomes[Math.min(next++, outcomes.length - 1)]!;
}

it("asks in the words of JSON-RPC, and reads numbers", async () => {
  const chain = await chainOf(({ method }) => ({ result: method === "eth_chainId" ? "0x7a69" : "0x10" }));
  expect(await chain.chainId()).toBe(31_337);
  expect(await chain.blockNumber()).toBe(16);
  expect(await chain.transactionCount("0x01")).toBe(16);
  expect(await chain.gasPrice()).toBe(16n);
  expect(await chain.priorityFee()).toBe(16n);
  expect(await chain.estimateGas("0x01", { to: "0x02", data: "0x03" })).toBe(16n);
  await chain.block("latest");
  await chain.block(255);
  await chain.call({ to: "0x02", data: "0x03" }, 3);
  await chain.code("0x02");
  await chain.send("0x04");
  await chain.transaction("0x05");
  await chain.transactionReceipt("0x06");
  await chain.proof("0x02", ["0x07", "0x08"], 9);
  await chain.logs("0x02", ["0x07"], 1, 10);
  expect(node!.asked.map(({ method, params }) => [method, params])).toEqual([
    ["eth_chainId", undefined],
    ["eth_blockNumber", undefined],
    ["eth_getTransactionCount", ["0x01", "latest"]],
    ["eth_gasPrice", undefined],
    ["eth_maxPriorityFeePerGas", undefined],
    ["eth_estimateGas", [{ from: "0x01", to: "0x02", data: "0x03" }, "latest"]],
    ["eth_getBlockByNumber", ["latest", false]],
    ["eth_getBlockByNumber", ["0xff", false]],
    ["eth_call", [{ to: "0x02", data: "0x03" }, "0x3"]],
    ["eth_getCode", ["0x02", "latest"]],
    ["eth_sendRawTransaction", ["0x04"]],
    ["eth_getTransactionByHash", ["0x05"]],
    ["eth_getTransactionReceipt", ["0x06"]],
    ["eth_getProof", ["0x02", ["0x07", "0x08"], "0x9"]],
    ["eth_getLogs", [{ address: "0x02", topics: ["0x07"], fromBlock: "0x1", toBlock: "0xa" }]],
  ]);
});

describe("a fault of the network", () => {
  it.each<[string, RpcOutcome]>([
    ["an ended connection", "hang up"],
    ["a node that is busy", { status: 503 }],
    ["too many requests", { status: 429 }],
    ["no answer", "stall"],
  ])("is tried again: %s", async (_what, outcome) => {
    const chain = await chainOf(inTurn(outcome, outcome, { result: "0x1" }));
    expect(await chain.blockNumber()).toBe(1);
    expect(node!.asked).toHaveLength(3);
  });

  it.each<[RpcOutcome, string]>([
    ["hang up", "the node does not answer: "],
    [{ status: 503, body: "down for a while" }, "the node answers with HTTP status 503"],
    ["stall", "the node does not answer: "],
    [{ status: 200, body: "<html>" }, "the node does not answer: "],
    [{ status: 200, body: "x".repeat(5_000_000) }, "the node does not answer: ResponseBodyTooLargeError"],
  ])("is told after some attempts, without the node's address", async (outcome, message) => {
    const chain = await chainOf(inTurn(outcome));
    const error = await chain.blockNumber().catch((each: unknown) => each as Error);
    expect(error).toMatchObject({ code: "unreachable", message: expect.stringContaining(message) });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain("secret-key");
  });

  it("names the system's reason", async () => {
    const chain = await chainOf(inTurn("hang up"));
    await node!.close();
    await expect(chain.blockNumber()).rejects.toMatchObject({ message: "the node does not answer: ECONNREFUSED" });
  });

  it("ends an answer that does not end", async () => {
    const chain = await chainOf(inTurn("stall in the answer"));
    await expect(chain.blockNumber()).rejects.toMatchObject({ code: "unreachable" });
  });
});

it("stops when it is told to", async () => {
  const chain = await chainOf(inTurn("stall in the answer"));
  const asked = chain.blockNumber().catch((error: unknown) => error);
  while (node!.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stopping.abort();
  expect(await asked).toMatchObject({ code: "stopped" });
  await expect(chain.chainId()).rejects.toMatchObject({ code: "stopped" });
});

describe("a refusal", () => {
  it("has the node's words and the contract's answer, and is not repeated", async () => {
    const chain = await chainOf(inTurn({ error: { code: 3, message: "execution\n  reverted", data: "0x1234" } }));
    await expect(chain.estimateGas("0x01", { to: "0x02", data: "0x03" })).rejects.toMatchObject({
      code: "node_error",
      message: "the node refused: execution reverted",
      words: "execution reverted",
      data: "0x1234",
    });
    expect(node!.asked).toHaveLength(1);
  });

  it.each([
    [{ data: "0xabcd" }, "0xabcd"],
    ["Reverted", undefined],
    [{ data: 7 }, undefined],
    [null, undefined],
    ["0x123", undefined],
  ])("takes the contract's answer from where nodes put it: %j", async (data, found) => {
    const chain = await chainOf(inTurn({ error: { code: -32_000, message: "no", data } }));
    const error = await chain.gasPrice().catch((each: unknown) => each);
    expect(error).toMatchObject({ code: "node_error", words: "no" });
    expect((error as { data: unknown }).data).toBe(found);
  });

  it("is cut where it has no end", async () => {
    const chain = await chainOf(inTurn({ error: { code: -32_000, message: "x".repeat(100_000) } }));
    const error = (await chain.gasPrice().catch((each: unknown) => each)) as Error;
    expect(error.message.length).toBeLessThan(400);
  });
});

it.each([null, "", "0x", "16", "0x1g", 16, {}, `0x${"f".repeat(65)}`])("takes no %j for a number", async (result) => {
  const chain = await chainOf(inTurn({ result }));
  await expect(chain.gasPrice()).rejects.toMatchObject({ code: "bad_answer" });
});

it("takes no number above 2^53-1 for a block", async () => {
  const chain = await chainOf(inTurn({ result: "0x20000000000000" }));
  await expect(chain.blockNumber()).rejects.toMatchObject({ code: "bad_answer" });
  expect(await chain.gasPrice()).toBe(2n ** 53n);
});
