import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Hex } from "viem";
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

const ANVIL_PACKAGES: Readonly<Record<string, string>> = {
  "linux x64": "@foundry-rs/anvil-linux-amd64",
  "linux arm64": "@foundry-rs/anvil-linux-arm64",
  "darwin x64": "@foundry-rs/anvil-darwin-amd64",
  "darwin arm64": "@foundry-rs/anvil-darwin-arm64",
  "win32 x64": "@foundry-rs/anvil-win32-amd64",
};

/** The program of this platform, which the package brings as an optional one beside it. */
function anvilPath(): string {
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve("@foundry-rs/anvil/package.json"));
  const name = ANVIL_PACKAGES[`${process.platform} ${process.arch}`];
  if (name === undefined) throw new Error(`there is no anvil for ${process.platform} ${process.arch}`);
  return beside.resolve(`${name}/bin/anvil${process.platform === "win32" ? ".exe" : ""}`);
}

export async function startAnvil(...args: string[]): Promise<TestNode> {
  const port = await freePort();
  const all = ["--host", "127.0.0.1", "--port", String(port), "--accounts", "1", ...args];
  const child = spawn(anvilPath(), all, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout);
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => line.startsWith("Listening on") && resolve());
    child.on("error", reject);
    void exited.then(([code]) => reject(new Error(`anvil ended with code ${String(code)}`)));
  });
  const url = `http://127.0.0.1:${port}`;
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
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

type Answer = Extract<RpcOutcome, { result: unknown } | { error: unknown }>;

async function forward(url: string, { method, params }: RpcQuestion): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: params ?? [] });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return (await response.json()) as Answer;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
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
