import { hexToBytes, keccak256, toRlp } from "viem";
import type { Hex } from "viem";
import { expect, it } from "vitest";
import { TEST_OWNER, madeReceipt } from "../test-support/made-receipt.ts";
import { decodeRlpList } from "./rlp.ts";
import type { EvmReceipt } from "./receipt.ts";
import { transactionProblems } from "./transaction-problems.ts";

/** The receipt with these bytes as its transaction. */
function withRaw(receipt: EvmReceipt, raw: Hex): EvmReceipt {
  return { ...receipt, transaction: { raw, hash: keccak256(raw) } };
}

it("has nothing against the transaction that anchored the head", async () => {
  expect(await transactionProblems(await madeReceipt())).toEqual([]);
});

it("finds another hash", async () => {
  const receipt = await madeReceipt();
  const transaction = { ...receipt.transaction, hash: keccak256("0x") };
  expect(await transactionProblems({ ...receipt, transaction })).toEqual([
    "the transaction's bytes do not give its hash",
  ]);
});

it("finds what is no transaction", async () => {
  const receipt = await madeReceipt();
  for (const raw of ["0x00", "0x02", "0x02c0", "0xc0", "0x7f", "0xffffffff", "0x04c3010203", "0x03c0"] as const) {
    expect(await transactionProblems(withRaw(receipt, raw)), raw).toEqual([
      "the transaction's bytes are no transaction",
    ]);
  }
});

it("finds a signature that is missing, of another, or of nobody", async () => {
  const receipt = await madeReceipt();
  const fields = decodeRlpList(hexToBytes(`0x${receipt.transaction.raw.slice(4)}`)) as Uint8Array[];
  const signedWith = (...signature: Uint8Array[]): Hex =>
    `0x02${toRlp([...fields.slice(0, 9), ...signature] as Uint8Array[]).slice(2)}`;
  const [parity, r, s] = fields.slice(9) as [Uint8Array, Uint8Array, Uint8Array];
  expect(signedWith(parity, r, s)).toBe(receipt.transaction.raw);
  const flipped = parity.length === 0 ? Uint8Array.of(1) : new Uint8Array(0);
  for (const raw of [
    signedWith(),
    signedWith(flipped, r, s),
    signedWith(parity, s, r),
    signedWith(parity, r, r.fill(0)),
  ]) {
    const problems = await transactionProblems(withRaw(receipt, raw));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^the transaction was signed by (nobody|0x[0-9a-f]{40}), not by the owner$/);
    expect(problems[0]).not.toContain(TEST_OWNER);
  }
});
