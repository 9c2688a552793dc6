import type { Hex } from "viem";
import { startLocalChain } from "../local-chain.ts";
import { startHttpNode } from "./http-node.ts";
import type { HttpNode, RpcOutcome, RpcQuestion } from "./http-node.ts";

/** What became of a transaction. */
export interface MinedTransaction {
  readonly transactionHash: Hex;
  readonly status: Hex;
  readonly gasUsed: Hex;
  readonly blockNumber: Hex;
  readonly logs: readonly { readonly topics: readonly Hex[]; readonly data: Hex }[];
}

/** A real node with a chain of its own, which has one block for each transaction unless it was told otherwise. */
export interface TestNode {
  readonly url: string;
  /** @throws Error with the node's words. */
  ask<T = unknown>(method: string, ...params: unknown[]): Promise<T>;
  mine(blocks?: number): Promise<void>;
  /** Sends a transaction from an account of the node, and waits until it is in a block. */
  transact(call: object): Promise<MinedTransaction>;
  /** Gives the address so much wei. */
  fund(address: Hex, wei?: bigint): Promise<void>;
  stop(): Promise<void>;
}

export async function startAnvil(...args: string[]): Promise<TestNode> {
  const chain = await startLocalChain(args);
  if (chain === undefined) throw new Error("anvil is not installed: run `npm ci`");
  const { url } = chain;
  const ask = async <T>(method: string, ...params: unknown[]): Promise<T> => {
    const outcome = await forward(url, { id: 1, method, params });
    if ("error" in outcome) throw new Error(`${method}: ${outcome.error.message}`);
    return outcome.result as T;
  };
  return {
    url,
    ask,
    // Twelve seconds apart, as on Ethereum.
    mine: async (blocks = 1) => void (await ask("anvil_mine", `0x${blocks.toString(16)}`, "0xc")),
    transact: async (call) => {
      const hash = await ask<Hex>("eth_sendTransaction", call);
      // A node that makes a block for each transaction answers before it has made it.
      for (;;) {
        const receipt = await ask<MinedTransaction | null>("eth_getTransactionReceipt", hash);
        if (receipt !== null) return receipt;
      }
    },
    fund: async (address, wei = 10n ** 18n) => void (await ask("anvil_setBalance", address, `0x${wei.toString(16)}`)),
    stop: () => chain.stop(),
  };
}

type Answer = Extract<RpcOutcome, { result: unknown } | { error: unknown }>;

async function forward(url: string, { method, params }: RpcQuestion): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: params ?? [] });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return (await response.json()) as Answer;
}

/** What stands between us and a node: `fault` decides what becomes of each question, and may ask the node itself. */
export interface FaultyNode extends HttpNode {
  fault: (question: RpcQuestion, forward: () => Promise<RpcOutcome>) => Promise<RpcOutcome> | RpcOutcome;
}

export async function startFaultyNode(node: TestNode): Promise<FaultyNode> {
  const http = await startHttpNode((question) => faulty.fault(question, () => forward(node.url, question)));
  const faulty: FaultyNode = { ...http, fault: (_question, ask) => ask() };
  return faulty;
}
