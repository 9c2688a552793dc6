import { HASH_BYTES, base64Decode, base64Encode } from "@daybook/merkle";
import { bytesToHex } from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import type { AnchorReceipt } from "../anchor.ts";
import {
  MAX_HEADER_BYTES,
  MAX_ORIGIN_BYTES,
  MAX_PROOF_NODES,
  MAX_PROOF_NODE_BYTES,
  MAX_RECEIPT_BYTES,
  MAX_TRANSACTION_BYTES,
} from "../limits.ts";

/** What `kind` says in a receipt of this package. */
export const EVM_RECEIPT_KIND = "evm";
const VERSION = 1;

/**
 * That a head was in the contract's storage at a block. Hexadecimal digits are lower-case.
 *
 * Everything hangs on the hash of the block: header → root of the accounts → the contract's account, with the hash of its
 * code and the root of its storage → the two slots of the head.
 */
export interface EvmReceipt {
  readonly v: typeof VERSION;
  readonly kind: typeof EVM_RECEIPT_KIND;
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly chainId: number;
  readonly contract: Hex;
  /** The address whose line of heads it is: that of the chain key. */
  readonly owner: Hex;
  /** Time of the block in which it was anchored, in seconds since 1970. It may be older than the block below. */
  readonly anchoredAt: number;
  /** The transaction that anchored it, and the transaction as it was signed. */
  readonly transaction: { readonly hash: Hex; readonly raw: Hex };
  /** The block whose state is proved; its header as RLP. */
  readonly block: { readonly number: number; readonly hash: Hex; readonly header: Hex };
  /** Nodes of tries from the root to the leaf, as `eth_getProof` gives them. */
  readonly accountProof: readonly Hex[];
  readonly sizeProof: readonly Hex[];
  readonly rootProof: readonly Hex[];
}

/** The one text of a receipt: JSON with its keys in this order, indented by two spaces, and a line break at the end. */
export function formatReceipt(receipt: EvmReceipt): string {
  const json = {
    v: receipt.v,
    kind: receipt.kind,
    origin: receipt.origin,
    size: receipt.size,
    root: base64Encode(receipt.root),
    chain_id: receipt.chainId,
    contract: receipt.contract,
    owner: receipt.owner,
    anchored_at: receipt.anchoredAt,
    transaction: { hash: receipt.transaction.hash, raw: receipt.transaction.raw },
    block: { number: receipt.block.number, hash: receipt.block.hash, header: receipt.block.header },
    account_proof: receipt.accountProof,
    size_proof: receipt.sizeProof,
    root_proof: receipt.rootProof,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/**
 * Reads a receipt. Only its shape is checked, and that it is written as `formatReceipt` writes it: nothing is ignored, so
 * that no part of it can be changed unseen.
 *
 * @throws AnchorError with code `bad_receipt`.
 */
export function parseReceipt(text: string | Uint8Array): EvmReceipt {
  if (text.length > MAX_RECEIPT_BYTES) throw fault(`it has more than ${MAX_RECEIPT_BYTES} bytes`);
  const decoded = typeof text === "string" ? text : decodeUtf8(text);
  const json = objectOf("the receipt", parseJson(decoded));
  if (json["v"] !== VERSION || json["kind"] !== EVM_RECEIPT_KIND) {
    throw fault(`it is not of version ${VERSION} and kind "${EVM_RECEIPT_KIND}"`);
  }
  const transaction = objectOf("transaction", json["transaction"]);
  const block = objectOf("block", json["block"]);
  const receipt: EvmReceipt = {
    v: VERSION,
    kind: EVM_RECEIPT_KIND,
    origin: originOf(json["origin"]),
    size: numberOf("size", json["size"], 1),
    root: rootOf(json["root"]),
    chainId: numberOf("chain_id", json["chain_id"], 1),
    contract: hexOf("contract", json["contract"], 20, 20),
    owner: hexOf("owner", json["owner"], 20, 20),
    anchoredAt: numberOf("anchored_at", json["anchored_at"], 0),
    transaction: {
      hash: hexOf("transaction.hash", transaction["hash"], HASH_BYTES, HASH_BYTES),
      raw: hexOf("transaction.raw", transaction["raw"], 1, MAX_TRANSACTION_BYTES),
    },
    block: {
      number: numberOf("block.number", block["number"], 0),
      hash: hexOf("block.hash", block["hash"], HASH_BYTES, HASH_BYTES),
      header: hexOf("block.header", block["header"], 1, MAX_HEADER_BYTES),
    },
    accountProof: proofOf("account_proof", json["account_proof"]),
    sizeProof: proofOf("size_proof", json["size_proof"]),
    rootProof: proofOf("root_proof", json["root_proof"]),
  };
  if (formatReceipt(receipt) !== decoded)
    throw fault("it is not written as a receipt is: something was added or changed");
  return receipt;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fault("it is not UTF-8");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault("it is not JSON");
  }
}

function objectOf(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function originOf(value: unknown): string {
  if (typeof value !== "string" || value === "" || new TextEncoder().encode(value).length > MAX_ORIGIN_BYTES) {
    throw fault(`origin is no text of 1 to ${MAX_ORIGIN_BYTES} bytes`);
  }
  return value;
}

function numberOf(what: string, value: unknown, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw fault(`${what} is no whole number from ${least} to 2^53-1`);
  }
  return value as number;
}

function rootOf(value: unknown): Uint8Array {
  // 44 characters are the base64 of 32 bytes.
  if (typeof value !== "string" || value.length !== 44) throw fault("root is not the base64 of 32 bytes");
  try {
    const root = base64Decode(value);
    if (root.length === HASH_BYTES) return root;
  } catch {
    // Said below.
  }
  throw fault("root is not the base64 of 32 bytes");
}

function hexOf(what: string, value: unknown, least: number, most: number): Hex {
  const length = typeof value === "string" ? value.length / 2 - 1 : -1;
  if (length < least || length > most || !Number.isInteger(length) || !/^0x[0-9a-f]+$/.test(value as string)) {
    const count = least === most ? `${least}` : `${least} to ${most}`;
    throw fault(`${what} is not ${count} bytes as 0x and lower-case digits`);
  }
  return value as Hex;
}

function proofOf(what: string, value: unknown): readonly Hex[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PROOF_NODES) {
    throw fault(`${what} is no list of 1 to ${MAX_PROOF_NODES} nodes`);
  }
  return value.map((node, index) => hexOf(`${what}[${index}]`, node, 1, MAX_PROOF_NODE_BYTES));
}

function fault(what: string): AnchorError {
  return new AnchorError("bad_receipt", `the receipt cannot be read: ${what}`);
}

/** The root as the chain writes it. */
export function rootHexOf(receipt: EvmReceipt): Hex {
  return bytesToHex(receipt.root);
}

/** A kept receipt as anchoring knows it. @throws AnchorError with code `bad_receipt`. */
export function readAnchorReceipt(text: string | Uint8Array): AnchorReceipt {
  const receipt = parseReceipt(text);
  const { kind, origin, size, root, anchoredAt } = receipt;
  return { kind, origin, size, root, anchoredAtMs: 1_000 * anchoredAt, text: formatReceipt(receipt) };
}
