import { hexToBytes, toRlp } from "viem";
import { expect, it } from "vitest";
import { encodeHeader } from "../chain/encode-header.ts";
import { GENESIS } from "../test-support/genesis.ts";
import { rlpOf } from "../test-support/trie.ts";
import { readHeader } from "./block-header.ts";

it("reads Ethereum's first block", () => {
  expect(readHeader(hexToBytes(encodeHeader(GENESIS)))).toEqual({
    hash: GENESIS.hash,
    number: 0,
    time: 0,
    stateRoot: hexToBytes(GENESIS.stateRoot),
  });
});

const BYTES = new Uint8Array(32);
const fields = (changed: Record<number, Uint8Array | Uint8Array[]> = {}) =>
  Array.from({ length: 15 }, (_, i) => changed[i] ?? (i === 8 || i === 11 ? Uint8Array.of(i) : BYTES));

it("reads a header with more fields", () => {
  expect(readHeader(rlpOf([...fields(), BYTES, BYTES]))).toMatchObject({ number: 8, time: 11 });
});

it.each([
  ["too few fields", fields().slice(1)],
  ["half a state root", fields({ 3: BYTES.subarray(16) })],
  ["a list as state root", fields({ 3: [] })],
  ["a list as number", fields({ 8: [] })],
  ["a number with leading zeros", fields({ 8: Uint8Array.of(0, 1) })],
  ["a number above 2^53-1", fields({ 8: Uint8Array.of(32, 0, 0, 0, 0, 0, 0) })],
  ["a time above 2^53-1", fields({ 11: Uint8Array.of(32, 0, 0, 0, 0, 0, 0) })],
])("refuses %s", (_what, wrong) => {
  expect(() => readHeader(rlpOf(wrong))).toThrow(/header has not|RLP: |above 2\^53/);
});

it("refuses what is no list", () => {
  expect(() => readHeader(toRlp("0x1234", "bytes"))).toThrow("RLP");
  expect(() => readHeader(new Uint8Array(0))).toThrow("RLP");
});
