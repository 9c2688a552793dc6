import { hexToBytes, keccak256, numberToBytes, numberToHex, toBytes, trim } from "viem";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { USUAL_ADDRESS, encodeAnchorCall } from "../contract/anchor-call.ts";
import { headSlots, originHashOf, sizeSlotValue } from "../contract/head-slots.ts";
import { TRAIL_ANCHOR_CODE } from "../contract/trail-anchor.ts";
import { formatReceipt } from "../receipt/receipt.ts";
import type { EvmReceipt } from "../receipt/receipt.ts";
import type { RlpItem } from "../receipt/rlp.ts";
import { createTestTrail } from "./test-trail.ts";
import { buildTrie, rlpOf } from "./trie.ts";

/** The first key of every anvil: public, and worth nothing. */
export const TEST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
export const TEST_OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
export const TEST_ORIGIN = "example.com/trail";

export interface MadeReceiptOptions {
  readonly size?: number;
  /** Other accounts of the chain, and other lines in the contract: the more, the longer the proofs. */
  readonly otherAccounts?: number;
  readonly otherLines?: number;
  /** What the contract's account is, other than it should be. */
  readonly code?: Hex;
  readonly account?: (fields: readonly RlpItem[]) => RlpItem;
  /** What stands in the slots, other than it should be. */
  readonly sizeValue?: RlpItem;
  readonly rootValue?: RlpItem;
  /** Seconds since 1970. */
  readonly blockTime?: number;
  /** Without the fields of later forks, a bloom filter and a proof: for tests of each bit. */
  readonly isShort?: boolean;
  /** What is signed, other than it should be. */
  readonly key?: Hex;
  readonly signed?: { chainId?: number; to?: Hex; data?: Hex };
}

const ANCHORED_AT = 1_767_605_400;
const BLOCK = 21_000_000;
const CHAIN = 31_337;

/** A receipt of a chain that is made up: everything in it fits together, or does not where an option says so. */
export async function madeReceipt(options: MadeReceiptOptions = {}): Promise<EvmReceipt> {
  const { origin, size, root } = createTestTrail(TEST_ORIGIN).headAt(options.size ?? 12_345);
  const originHash = originHashOf(origin);
  const slots = headSlots(TEST_OWNER, originHash);
  const storage = buildTrie([
    [keyOf(slots.size), rlpOf(options.sizeValue ?? numberItem(sizeSlotValue(size, ANCHORED_AT)))],
    [keyOf(slots.root), rlpOf(options.rootValue ?? trim(root))],
    ...others(options.otherLines ?? 0, "slot"),
  ]);
  const fields = [Uint8Array.of(1), new Uint8Array(0), storage.root, keyOf(options.code ?? TRAIL_ANCHOR_CODE)];
  const state = buildTrie([
    [keyOf(USUAL_ADDRESS), rlpOf(options.account?.(fields) ?? fields)],
    ...others(options.otherAccounts ?? 0, "account"),
  ]);
  const header = headerOf(state.root, options.blockTime ?? ANCHORED_AT + 144, options.isShort ?? false);
  const proof = options.isShort ? [] : [toHex(root)];
  const raw = await privateKeyToAccount(options.key ?? TEST_KEY).signTransaction({
    type: "eip1559",
    chainId: options.signed?.chainId ?? CHAIN,
    nonce: 7,
    gas: 70_000n,
    maxFeePerGas: 3_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    to: options.signed?.to ?? USUAL_ADDRESS,
    data: options.signed?.data ?? encodeAnchorCall({ originHash, size, root: toHex(root) }, proof),
  });
  return {
    v: 1,
    kind: "evm",
    origin,
    size,
    root,
    chainId: CHAIN,
    contract: USUAL_ADDRESS,
    owner: TEST_OWNER,
    anchoredAt: ANCHORED_AT,
    transaction: { hash: keccak256(raw), raw },
    block: { number: BLOCK, hash: keccak256(header), header: toHex(header) },
    accountProof: state.prove(keyOf(USUAL_ADDRESS)).map(toHex),
    sizeProof: storage.prove(keyOf(slots.size)).map(toHex),
    rootProof: storage.prove(keyOf(slots.root)).map(toHex),
  };
}

/** The text of such a receipt with something in it changed. */
export async function madeText(change: Partial<EvmReceipt> = {}, options: MadeReceiptOptions = {}): Promise<string> {
  return formatReceipt({ ...(await madeReceipt(options)), ...change });
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

/** Where a trie keeps the value of an address or a slot. */
function keyOf(place: Hex): Uint8Array {
  return keccak256(hexToBytes(place), "bytes");
}

function numberItem(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array(0) : numberToBytes(value);
}

function others(count: number, what: string): [Uint8Array, Uint8Array][] {
  return Array.from({ length: count }, (_, n) => {
    const key = keccak256(toBytes(`${what} ${n}`), "bytes");
    return [key, rlpOf([numberItem(BigInt(n)), key, key, key])];
  });
}

/** A header as Ethereum has had it since its Prague fork. */
function headerOf(stateRoot: Uint8Array, time: number, isShort: boolean): Uint8Array {
  const hash = new Uint8Array(32).fill(7);
  const number = (value: number): Uint8Array => hexToBytes(numberToHex(value));
  const fields = [
    hash,
    hash,
    new Uint8Array(20).fill(3),
    stateRoot,
    hash,
    hash,
    new Uint8Array(isShort ? 0 : 256),
    new Uint8Array(0),
    number(BLOCK),
    number(36_000_000),
    number(70_000),
    number(time),
    toBytes("made up"),
    hash,
    new Uint8Array(8),
    number(1_000_000_000),
    hash,
    new Uint8Array(0),
    number(131_072),
    hash,
    hash,
  ];
  return rlpOf(fields.slice(0, isShort ? 15 : undefined));
}
