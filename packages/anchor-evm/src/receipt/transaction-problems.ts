import { keccak256, parseTransaction, recoverTransactionAddress } from "viem";
import type { Hex, TransactionSerializable, TransactionSerialized } from "viem";
import { decodeAnchorCall } from "../contract/anchor-call.ts";
import { originHashOf } from "../contract/head-slots.ts";
import type { EvmReceipt } from "./receipt.ts";
import { rootHexOf } from "./receipt.ts";

/**
 * What is wrong with the transaction of a receipt. It binds what no block header says, the chain's id above all: the owner
 * of the key signed it. That it is in a block is not proved, and need not be: the head is there.
 */
export async function transactionProblems(receipt: EvmReceipt): Promise<string[]> {
  const { hash, raw } = receipt.transaction;
  if (keccak256(raw) !== hash) return ["the transaction's bytes do not give its hash"];
  let transaction: TransactionSerializable;
  try {
    transaction = parseTransaction(raw);
  } catch {
    return ["the transaction's bytes are no transaction"];
  }
  const problems = callProblems(receipt, transaction);
  if (transaction.chainId !== receipt.chainId) {
    problems.push(`the transaction was signed for chain ${transaction.chainId}, not for chain ${receipt.chainId}`);
  }
  // Recovering a key costs more than all the rest: not for a receipt that is refused anyway.
  if (problems.length > 0) return problems;
  const signer = await signerOf(raw);
  return signer === receipt.owner ? [] : [`the transaction was signed by ${signer ?? "nobody"}, not by the owner`];
}

function callProblems(receipt: EvmReceipt, transaction: TransactionSerializable): string[] {
  const problems: string[] = [];
  if (transaction.to?.toLowerCase() !== receipt.contract) problems.push("the transaction is not to the contract");
  const call = decodeAnchorCall(transaction.data ?? "0x");
  if (
    call?.originHash !== originHashOf(receipt.origin) ||
    call.size !== receipt.size ||
    call.root !== rootHexOf(receipt)
  ) {
    problems.push("the transaction does not anchor this head");
  }
  return problems;
}

async function signerOf(raw: Hex): Promise<Hex | undefined> {
  try {
    const signer = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized });
    return signer.toLowerCase() as Hex;
  } catch {
    return undefined;
  }
}
