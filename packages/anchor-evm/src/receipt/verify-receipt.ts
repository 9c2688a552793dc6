import { bytesToHex, hexToBytes, keccak256 } from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { headSlots, originHashOf, sizeSlotValue } from "../contract/head-slots.ts";
import { TRAIL_ANCHOR_CODE } from "../contract/trail-anchor.ts";
import { readHeader } from "./block-header.ts";
import type { BlockHeader } from "./block-header.ts";
import { parseReceipt, rootHexOf } from "./receipt.ts";
import type { EvmReceipt } from "./receipt.ts";
import { decodeRlp, decodeRlpList, rlpNumber } from "./rlp.ts";
import { transactionProblems } from "./transaction-problems.ts";
import { trieValue } from "./trie-proof.ts";

/** What the receipt should be for. What is left out is not compared, only read. */
export interface ReceiptExpectations {
  /** The trail's name; without it a receipt says nothing. */
  readonly origin: string;
  readonly size?: number;
  /** 32 bytes. */
  readonly root?: Uint8Array;
  /** The address of the chain key. Anybody can anchor anything of any origin, but only under an address of their own. */
  readonly owner?: string;
  readonly contract?: string;
  readonly chainId?: number;
  /** Hash of the receipt's block from a source that is trusted: a node of one's own, several explorers. */
  readonly trustedBlockHash?: string;
}

export interface ReceiptVerdict {
  /**
   * True if the receipt proves that the head stood in the contract after the block with `blockHash`. Whether that block is
   * one of the chain, no receipt can prove: compare the hash with what a source that you trust says of this number, or hand
   * it in as `trustedBlockHash`.
   */
  readonly ok: boolean;
  /** Each in a sentence; empty if ok. */
  readonly problems: readonly string[];
  /** What the receipt says; undefined if it cannot be read. */
  readonly receipt: EvmReceipt | undefined;
  /** The header's own values; undefined if it cannot be read. */
  readonly blockNumber: number | undefined;
  readonly blockHash: Hex | undefined;
  /** Seconds since 1970. The head is at least as old. */
  readonly blockTime: number | undefined;
}

/** Hashes of the code of every version of the contract that was ever released: the rules that kept the head. */
const KNOWN_CODE: ReadonlySet<Hex> = new Set([keccak256(TRAIL_ANCHOR_CODE)]);
/** Nonce, balance, storage root, code hash. */
const ACCOUNT_FIELDS = 4;

/**
 * Checks a receipt offline: no node, no network. Never throws, whatever the bytes: all that is wrong is in `problems`.
 *
 * The path: the header gives the block's hash; its state root proves the contract's account; the account's code is known,
 * and its storage root proves the two slots of this owner and origin; they hold size, time and root.
 */
export async function verifyReceipt(text: string | Uint8Array, expected: ReceiptExpectations): Promise<ReceiptVerdict> {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AnchorError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const receipt = attempt(() => parseReceipt(text));
  const header = receipt && attempt(() => readHeader(hexToBytes(receipt.block.header)));
  if (receipt !== undefined) {
    problems.push(...differences(receipt, expected));
    if (header !== undefined) {
      problems.push(...headerProblems(receipt, header));
      attempt(() => problems.push(...stateProblems(receipt, header.stateRoot)));
    }
    problems.push(...(await transactionProblems(receipt)));
  }
  return {
    ok: problems.length === 0,
    problems,
    receipt,
    blockNumber: header?.number,
    blockHash: header?.hash,
    blockTime: header?.time,
  };
}

function differences(receipt: EvmReceipt, expected: ReceiptExpectations): string[] {
  const pairs: [what: string, found: string | number, wanted: string | number | undefined][] = [
    // Quoted: it may have control characters, and ends up on terminals.
    ["origin", JSON.stringify(receipt.origin), JSON.stringify(expected.origin)],
    ["size", receipt.size, expected.size],
    ["root", rootHexOf(receipt), expected.root && bytesToHex(expected.root)],
    ["owner", receipt.owner, expected.owner?.toLowerCase()],
    ["contract", receipt.contract, expected.contract?.toLowerCase()],
    ["chain", receipt.chainId, expected.chainId],
    ["block hash", receipt.block.hash, expected.trustedBlockHash?.toLowerCase()],
  ];
  return pairs
    .filter(([, found, wanted]) => wanted !== undefined && found !== wanted)
    .map(([what, found, wanted]) => `the ${what} is ${found}, not ${wanted}`);
}

function headerProblems(receipt: EvmReceipt, header: BlockHeader): string[] {
  const problems: string[] = [];
  if (header.hash !== receipt.block.hash) problems.push("the header's bytes do not give the block's hash");
  if (header.number !== receipt.block.number) {
    problems.push(`the header is that of block ${header.number}, not of block ${receipt.block.number}`);
  }
  if (header.time < receipt.anchoredAt) problems.push("the block is older than the head in it");
  return problems;
}

/** @throws AnchorError if a proof does not hold. */
function stateProblems(receipt: EvmReceipt, stateRoot: Uint8Array): string[] {
  const account = accountOf(receipt, stateRoot);
  const problems: string[] = [];
  if (!KNOWN_CODE.has(account.codeHash)) {
    problems.push("the contract's code is none that is known: nothing is known of its rules");
  }
  const slots = headSlots(receipt.owner, originHashOf(receipt.origin));
  const sizeAndTime = slotValue(account.storageRoot, slots.size, receipt.sizeProof);
  if (sizeAndTime !== sizeSlotValue(receipt.size, receipt.anchoredAt)) {
    problems.push("another size or time stands in the contract");
  }
  if (slotValue(account.storageRoot, slots.root, receipt.rootProof) !== BigInt(rootHexOf(receipt))) {
    problems.push("another root stands in the contract");
  }
  return problems;
}

function accountOf(receipt: EvmReceipt, stateRoot: Uint8Array): { storageRoot: Uint8Array; codeHash: Hex } {
  const key = keccak256(receipt.contract, "bytes");
  const fields = decodeRlpList(
    trieValue(
      stateRoot,
      key,
      receipt.accountProof.map((node) => hexToBytes(node)),
    ),
  );
  const [, , storageRoot, codeHash] = fields;
  if (fields.length !== ACCOUNT_FIELDS || !(storageRoot instanceof Uint8Array) || !(codeHash instanceof Uint8Array)) {
    throw new AnchorError("bad_receipt", "what stands at the contract's address is no account");
  }
  return { storageRoot, codeHash: bytesToHex(codeHash) };
}

function slotValue(storageRoot: Uint8Array, slot: Hex, proof: readonly Hex[]): bigint {
  const key = keccak256(slot, "bytes");
  return rlpNumber(
    decodeRlp(
      trieValue(
        storageRoot,
        key,
        proof.map((node) => hexToBytes(node)),
      ),
    ),
  );
}
