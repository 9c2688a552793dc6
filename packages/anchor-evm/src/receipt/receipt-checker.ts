import type { CheckedReceipt } from "@daybook/verify";
import { verifyReceipt } from "./verify-receipt.ts";

/** What a checker of receipts knows from elsewhere. The less it is, the less a receipt that holds shows. */
export interface ReceiptTrust {
  /** The address of the trail's chain key, as its operator publishes it. Without it anybody's anchoring will do. */
  readonly owner?: string;
  readonly contract?: string;
  readonly chainId?: number;
  /**
   * The hash of a block of the chain, from a source that is trusted; undefined if there is no such block. Without it a
   * receipt shows only that it is of one piece. May reject: then so does the check.
   */
  readonly blockHashOf?: (number: number) => Promise<string | undefined>;
}

/** Checks the receipts of a trail for `checkTrail`, of the file's bytes and the trail's origin. */
export function receiptChecker(
  trust: ReceiptTrust = {},
): (bytes: Uint8Array, origin: string) => Promise<CheckedReceipt> {
  const { blockHashOf, ...pins } = trust;
  return async (bytes, origin) => {
    const verdict = await verifyReceipt(bytes, { origin, ...pins });
    const { receipt, blockNumber, blockHash } = verdict;
    const problems = [...verdict.problems];
    if (blockHashOf !== undefined && blockNumber !== undefined) {
      const known = await blockHashOf(blockNumber);
      if (known === undefined) problems.push(`the chain has no block ${blockNumber}`);
      else if (known.toLowerCase() !== blockHash)
        problems.push(`block ${blockNumber} of the chain is ${known}, not ${blockHash}`);
    }
    return { size: receipt?.size ?? 0, root: receipt?.root ?? new Uint8Array(0), problems };
  };
}
