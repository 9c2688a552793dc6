import type { NodeOptions } from "./chain.ts";
import { connectTo } from "./chain.ts";

/**
 * Hashes of blocks from a node, for who checks receipts and trusts it: their own, or one of a stranger who has nothing to do
 * with the trail. Undefined if there is no such block. Rejects with an AnchorError when the node does not answer.
 */
export function blockHashesOf(node: NodeOptions, signal: AbortSignal): (number: number) => Promise<string | undefined> {
  const chain = connectTo(node)(signal);
  return async (number) => (await chain.block(number))?.hash ?? undefined;
}
