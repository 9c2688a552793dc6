import { formatTransaction, keccak256, serializeTransaction } from "viem";
import type { Hex, RpcTransaction, TransactionSerializable } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { anchoredEvent } from "../contract/anchor-call.ts";
import type { AnchorCall } from "../contract/anchor-call.ts";
import { MAX_LOG_BLOCKS } from "../limits.ts";
import type { Chain } from "./chain.ts";
import { countOf } from "./chain.ts";

/** A transaction with its signature. */
export interface SignedTransaction {
  readonly hash: Hex;
  readonly raw: Hex;
}

/** What is known of an anchored head. */
export interface AnchoredCall extends AnchorCall {
  readonly contract: Hex;
  readonly owner: Hex;
  /** Seconds since 1970: the time of its block, by which that is found. */
  readonly anchoredAt: number;
}

/**
 * The transaction that anchored a head, by the contract's event: for who does not remember having sent it. Undefined if the
 * node has it no longer.
 *
 * @param highest a block that has the head.
 */
export async function findTransaction(
  chain: Chain,
  call: AnchoredCall,
  highest: number,
): Promise<SignedTransaction | undefined> {
  const { topics, data } = anchoredEvent(call.owner, call);
  const from = await firstBlockAt(chain, call.anchoredAt, highest);
  const logs = await chain.logs(call.contract, topics, from, Math.min(highest, from + MAX_LOG_BLOCKS));
  const hash = logs.find((log) => log.data === data)?.transactionHash;
  if (hash === undefined || hash === null) return undefined;
  const transaction = await chain.transaction(hash);
  return transaction === null ? undefined : { hash, raw: rawTransaction(transaction) };
}

/** The first block with at least this time, which `highest` has. Times never go backwards. */
async function firstBlockAt(chain: Chain, time: number, highest: number): Promise<number> {
  let low = -1;
  let high = highest;
  // Backwards in strides that double: a head whose receipt is wanted was nearly always just anchored.
  for (let stride = 1; high - stride > low; stride *= 2) {
    if ((await timeOf(chain, high - stride)) < time) low = high - stride;
    else high -= stride;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeOf(chain, middle)) < time) low = middle;
    else high = middle;
  }
  return high;
}

async function timeOf(chain: Chain, number: number): Promise<number> {
  const block = await chain.block(number);
  if (block === null) throw new AnchorError("bad_answer", `the node has no block ${number}`);
  return countOf("block's time", block.timestamp);
}

/**
 * The bytes that were signed and sent, from the fields that a node gives.
 *
 * @throws AnchorError if they do not give the transaction's hash.
 */
export function rawTransaction(transaction: RpcTransaction): Hex {
  const { r, s, v, yParity, input, to, ...rest } = formatTransaction(transaction);
  const fields = { ...rest, to: to ?? undefined, data: input } as TransactionSerializable;
  // Of both the serializer takes the one that belongs to the type.
  const signature = { r, s, v, ...(yParity === undefined ? {} : { yParity }) };
  const raw = serializeTransaction(fields, signature as Parameters<typeof serializeTransaction>[1]);
  if (keccak256(raw) !== transaction.hash) {
    throw new AnchorError("bad_answer", "the transaction's fields do not give its hash");
  }
  return raw;
}
