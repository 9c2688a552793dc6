import { keccak256, toRlp } from "viem";
import { expect, it } from "vitest";
import { GENESIS } from "../test-support/genesis.ts";
import { encodeHeader } from "./encode-header.ts";

it("encodes a header that has the hash which the node says", () => {
  expect(keccak256(encodeHeader(GENESIS))).toBe(GENESIS.hash);
});

it("has the fields of later forks in their order, as far as there are", () => {
  const { hash: _, ...first } = GENESIS;
  const old = [
    GENESIS.parentHash,
    GENESIS.sha3Uncles,
    GENESIS.miner,
    GENESIS.stateRoot,
    GENESIS.transactionsRoot,
    GENESIS.receiptsRoot,
    GENESIS.logsBloom,
    "0x0400000000",
    "0x",
    "0x1388",
    "0x",
    "0x",
    GENESIS.extraData,
    GENESIS.mixHash,
    GENESIS.nonce,
  ] as const;
  const london = keccak256(toRlp([...old, "0x07"]));
  expect(keccak256(encodeHeader({ ...first, hash: london, baseFeePerGas: "0x7", withdrawalsRoot: null }))).toBe(london);
  const cancun = keccak256(toRlp([...old, "0x", GENESIS.stateRoot, "0x020000", "0x", GENESIS.mixHash]));
  const block = {
    ...first,
    hash: cancun,
    baseFeePerGas: "0x0",
    withdrawalsRoot: GENESIS.stateRoot,
    blobGasUsed: "0x20000",
    excessBlobGas: "0x0",
    parentBeaconBlockRoot: GENESIS.mixHash,
  };
  expect(keccak256(encodeHeader(block))).toBe(cancun);
});

it("says so when the chain has headers of another form, or the node leaves something out", () => {
  expect(() => encodeHeader({ ...GENESIS, baseFeePerGas: "0x7" })).toThrow("headers of another form");
  expect(() => encodeHeader({ ...GENESIS, gasUsed: "0x1" })).toThrow("headers of another form");
  expect(() => encodeHeader({ ...GENESIS, miner: undefined })).toThrow("no miner");
  expect(() => encodeHeader({ ...GENESIS, number: 7 })).toThrow("no number");
  expect(() => encodeHeader({ ...GENESIS, logsBloom: null })).toThrow("no logsBloom");
});
