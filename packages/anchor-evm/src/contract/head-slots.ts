import { concat, keccak256, numberToHex, pad, sha256, stringToBytes } from "viem";
import type { Hex } from "viem";

/** `heads` is the first variable of the contract. */
const HEADS_SLOT = 0;
const SIZE_BITS = 64n;
const TIME_BITS = 64n;

/** The name of an origin on chain: the SHA-256 of its UTF-8 bytes. */
export function originHashOf(origin: string): Hex {
  return sha256(stringToBytes(origin));
}

/** Where the contract keeps one head. */
export interface HeadSlots {
  /** Size in the lowest 64 bits, time above it. */
  readonly size: Hex;
  readonly root: Hex;
}

/**
 * The storage slots of `heads[owner][originHash]`, by Solidity's layout of mappings: the value at `key` of the mapping at
 * slot `p` starts at keccak256(key ‖ p), both as 32 bytes.
 */
export function headSlots(owner: Hex, originHash: Hex): HeadSlots {
  const line = keccak256(concat([pad(owner, { size: 32 }), numberToHex(HEADS_SLOT, { size: 32 })]));
  const size = keccak256(concat([originHash, line]));
  const root = numberToHex(BigInt.asUintN(256, BigInt(size) + 1n), { size: 32 });
  return { size, root };
}

/** The value of the first slot. `anchoredAt` in seconds since 1970. */
export function sizeSlotValue(size: number, anchoredAt: number): bigint {
  return BigInt(size) | (BigInt.asUintN(Number(TIME_BITS), BigInt(anchoredAt)) << SIZE_BITS);
}
