import type { Hex, RpcProof } from "viem";
import type { AnchorReceipt, TrailHead } from "../anchor.ts";
import { headSlots, originHashOf } from "../contract/head-slots.ts";
import { EVM_RECEIPT_KIND, formatReceipt } from "../receipt/receipt.ts";
import type { EvmReceipt } from "../receipt/receipt.ts";
import { verifyReceipt } from "../receipt/verify-receipt.ts";
import type { Chain } from "./chain.ts";
import { encodeHeader } from "./encode-header.ts";
import { findTransaction } from "./find-transaction.ts";
import type { SignedTransaction } from "./find-transaction.ts";

/** What a receipt is made of. */
export interface ReceiptPlan {
  readonly chainId: number;
  readonly contract: Hex;
  readonly owner: Hex;
  readonly head: TrailHead;
  /** Its root as the chain writes it. */
  readonly rootHex: Hex;
  /** Seconds since 1970, as the contract says. */
  readonly anchoredAt: number;
  /** The block whose state is proved; it has the head. */
  readonly block: number;
  /** Transactions that may have been the one. */
  readonly sent: readonly SignedTransaction[];
}

/**
 * Asks the node for all parts of a receipt, and checks it as any verifier would. A problem may be that the chain changed
 * between two questions.
 */
export async function makeReceipt(chain: Chain, plan: ReceiptPlan): Promise<AnchorReceipt | { problem: string }> {
  const { head, chainId, contract, owner, anchoredAt } = plan;
  const { origin, size, root } = head;
  const originHash = originHashOf(origin);
  const block = await chain.block(plan.block);
  if (block === null) return { problem: `there is no block ${plan.block}` };
  const header = encodeHeader(block);
  const slots = headSlots(owner, originHash);
  const proof = await chain.proof(contract, [slots.size, slots.root], plan.block);
  const call = { originHash, size, root: plan.rootHex, contract, owner, anchoredAt };
  const transaction = (await minedOf(chain, plan.sent)) ?? (await findTransaction(chain, call, plan.block));
  if (transaction === undefined) return { problem: "the transaction of the head was not found" };
  const receipt: EvmReceipt = {
    v: 1,
    kind: EVM_RECEIPT_KIND,
    origin,
    size,
    root,
    chainId,
    contract,
    owner,
    anchoredAt,
    transaction: { hash: transaction.hash, raw: transaction.raw },
    block: { number: plan.block, hash: lower(block.hash), header: lower(header) },
    accountProof: nodesOf(proof.accountProof),
    sizeProof: nodesOf(storageProofOf(proof, 0)),
    rootProof: nodesOf(storageProofOf(proof, 1)),
  };
  const text = formatReceipt(receipt);
  const { problems } = await verifyReceipt(text, { origin, size, root, owner, contract, chainId });
  if (problems.length > 0) return { problem: problems.join("; ") };
  return { kind: EVM_RECEIPT_KIND, origin, size, root, anchoredAtMs: 1_000 * anchoredAt, text };
}

async function minedOf(chain: Chain, sent: readonly SignedTransaction[]): Promise<SignedTransaction | undefined> {
  for (const each of sent) {
    const receipt = await chain.transactionReceipt(each.hash);
    if (receipt?.status === "0x1") return each;
  }
  return undefined;
}

/** In the order in which the slots were asked for. */
function storageProofOf(proof: RpcProof, index: number): unknown {
  return (proof.storageProof as readonly { proof: unknown }[] | undefined)?.[index]?.proof;
}

/** What is no list of texts is no proof, which the check says. */
function nodesOf(nodes: unknown): Hex[] {
  return Array.isArray(nodes) ? nodes.map(lower) : [];
}

function lower(value: unknown): Hex {
  return String(value).toLowerCase() as Hex;
}
