import { AnchorError } from "../anchor-error.ts";
import type { Chain } from "./chain.ts";
import { quantityOf } from "./chain.ts";
import { NodeRefusal } from "./node-fault.ts";

/** What a transaction offers for each unit of gas, in wei. Chains without EIP-1559 have one price: `most`. */
export interface Fees {
  readonly type: "eip1559" | "legacy";
  /** With the base fee of the block, of which the rest is given back. */
  readonly most: bigint;
  /** For who makes the block. */
  readonly tip: bigint;
}

/** What has to be offered now: twice the base fee covers six full blocks in a row. */
export async function marketFees(chain: Chain): Promise<Fees> {
  const block = await chain.block("latest");
  if (block === null) throw new AnchorError("bad_answer", "the node has no newest block");
  if (block.baseFeePerGas === undefined || block.baseFeePerGas === null) {
    const price = await chain.gasPrice();
    return { type: "legacy", most: price, tip: price };
  }
  const base = quantityOf("base fee", block.baseFeePerGas);
  const tip = await tipOf(chain, base);
  return { type: "eip1559", most: 2n * base + tip, tip };
}

/** Not every node has a method for it. */
async function tipOf(chain: Chain, base: bigint): Promise<bigint> {
  try {
    return await chain.priorityFee();
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error;
    const price = await chain.gasPrice();
    return price > base ? price - base : 0n;
  }
}

/** Enough to take the place of a transaction with the fees `last`: nodes ask for 10 % more of both, some for 12.5 %. */
export function raised(last: Fees, market: Fees): Fees {
  return { type: market.type, most: max(market.most, more(last.most)), tip: max(market.tip, more(last.tip)) };
}

/** Never above what the owner of the key allows. */
export function limited(fees: Fees, limit: bigint): Fees {
  return { type: fees.type, most: min(fees.most, limit), tip: min(fees.tip, limit) };
}

function more(fee: bigint): bigint {
  return fee + fee / 8n + 1n;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
