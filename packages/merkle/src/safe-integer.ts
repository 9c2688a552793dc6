import { MerkleError } from "./errors.ts";

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/**
 * Refuses what is not an integer from 0 to 2⁵³ - 1, the range of every size and index here: above it floats skip integers.
 *
 * @throws MerkleError naming `what`.
 */
export function requireSafe(what: string, value: number): void {
  if (!isSafe(value)) throw new MerkleError(`${what} must be an integer from 0 to 2^53-1, not ${String(value)}`);
}

/** Whether the value is an integer from 0 to 2⁵³ - 1. */
export function isSafe(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * An ASCII decimal from 0 to 2⁵³ - 1 without leading zeros, sign or spaces, as the C2SP formats write sizes and indices.
 *
 * @throws MerkleError naming `what`.
 */
export function parseDecimal(what: string, text: string): number {
  // Sixteen digits may round, but never down to a safe integer: the least that is not safe is a power of two.
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!isSafe(value)) throw new MerkleError(`${what} must be a decimal from 0 to 2^53-1 without leading zeros`);
  return value;
}
