import { keccak256 } from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { decodeRlpList, rlpNumber } from "./rlp.ts";
import type { RlpItem } from "./rlp.ts";

/** What a receipt needs of a block. */
export interface BlockHeader {
  /** Keccak-256 of the header. */
  readonly hash: Hex;
  readonly number: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** Root of the trie of all accounts after this block. */
  readonly stateRoot: Uint8Array;
}

/** Where the fields stand. Later forks only add fields at the end. */
const STATE_ROOT = 3;
const NUMBER = 8;
const TIME = 11;
/** Fields of the first headers. */
const LEAST_FIELDS = 15;
const HASH_BYTES = 32;

/**
 * Reads a header from its RLP, Ethereum's yellow paper §4.4.
 *
 * @throws AnchorError with code `bad_receipt`.
 */
export function readHeader(header: Uint8Array): BlockHeader {
  const fields = decodeRlpList(header);
  const stateRoot = fields[STATE_ROOT];
  if (fields.length < LEAST_FIELDS || !(stateRoot instanceof Uint8Array) || stateRoot.length !== HASH_BYTES) {
    throw new AnchorError("bad_receipt", "the block header has not the fields of one");
  }
  return {
    hash: keccak256(header),
    number: safe("number", fields[NUMBER]),
    time: safe("time", fields[TIME]),
    stateRoot,
  };
}

function safe(what: string, item: RlpItem | undefined): number {
  const value = rlpNumber(item);
  if (value > Number.MAX_SAFE_INTEGER) throw new AnchorError("bad_receipt", `the block's ${what} is above 2^53-1`);
  return Number(value);
}
