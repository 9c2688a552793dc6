import assert from "node:assert/strict";
import { privateKeyToAddress } from "viem/accounts";
import { expect, test } from "vitest";
import { startLocalChain } from "./local-chain.ts";

test("a chain of one's own has an account with coin, and is gone after its stop", async () => {
  const chain = await startLocalChain();
  assert.ok(chain, "anvil is installed here");
  const ask = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const reply = await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return ((await reply.json()) as { result: unknown }).result;
  };
  const address = privateKeyToAddress(chain.privateKey as `0x${string}`);
  expect(await ask("eth_accounts")).toEqual([address.toLowerCase()]);
  expect(BigInt((await ask("eth_getBalance", address, "latest")) as string)).toBeGreaterThan(10n ** 18n);
  await chain.stop();
  await expect(ask("eth_chainId")).rejects.toThrow("fetch failed");
});

test("one that does not start says so", async () => {
  await expect(startLocalChain(["--no-such-option"])).rejects.toThrow("anvil ended with code");
});
