import {
  concat,
  decodeErrorResult,
  decodeFunctionData,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  getContractAddress,
  numberToHex,
} from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { TRAIL_ANCHOR_ABI, TRAIL_ANCHOR_BYTECODE } from "./trail-anchor.ts";

/** A head as the contract has it. */
export interface HeadOnChain {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Hex;
  /** Seconds since 1970. */
  readonly anchoredAt: number;
}

/** What an anchoring transaction asks for; the proof is of no interest afterwards. */
export interface AnchorCall {
  readonly originHash: Hex;
  readonly size: number;
  readonly root: Hex;
}

/**
 * Creates contracts at an address that depends on their code only. It stands at this address on most chains, anvil's own
 * among them: github.com/Arachnid/deterministic-deployment-proxy.
 */
export const DEPLOYER = "0x4e59b44847b379578588920ca78fbf26c0b4956c";
const SALT = numberToHex(0, { size: 32 });

/** Where the contract stands on every chain on which the deployer created it, whoever asked. One serves everybody. */
export const USUAL_ADDRESS = getContractAddress({
  opcode: "CREATE2",
  from: DEPLOYER,
  salt: SALT,
  bytecode: TRAIL_ANCHOR_BYTECODE,
}).toLowerCase() as Hex;

/** What the deployer is sent for that. */
export const DEPLOY_CALL: Hex = concat([SALT, TRAIL_ANCHOR_BYTECODE]);

export function encodeAnchorCall({ originHash, size, root }: AnchorCall, proof: readonly Hex[]): Hex {
  return encodeFunctionData({
    abi: TRAIL_ANCHOR_ABI,
    functionName: "anchor",
    args: [originHash, BigInt(size), root, proof],
  });
}

/** Undefined if it is no call of `anchor`. */
export function decodeAnchorCall(data: Hex): AnchorCall | undefined {
  try {
    const call = decodeFunctionData({ abi: TRAIL_ANCHOR_ABI, data });
    if (call.functionName !== "anchor") return undefined;
    const [originHash, size, root] = call.args;
    return { originHash, size: Number(size), root };
  } catch {
    return undefined;
  }
}

export function encodeHeadsCall(owner: Hex, originHash: Hex): Hex {
  return encodeFunctionData({ abi: TRAIL_ANCHOR_ABI, functionName: "heads", args: [owner, originHash] });
}

/**
 * Undefined where nothing is anchored, or where no contract stood at that block.
 *
 * @throws AnchorError for an answer that the contract cannot give.
 */
export function decodeHead(answer: Hex): HeadOnChain | undefined {
  if (answer === "0x") return undefined;
  const [size, anchoredAt, root] = decodeHeads(answer);
  if (size === 0n) return undefined;
  if (size > Number.MAX_SAFE_INTEGER || anchoredAt > Number.MAX_SAFE_INTEGER) {
    throw new AnchorError("bad_answer", "the size or time of the anchored head is above 2^53-1");
  }
  return { size: Number(size), anchoredAt: Number(anchoredAt), root };
}

function decodeHeads(answer: Hex): readonly [bigint, bigint, Hex] {
  try {
    return decodeFunctionResult({ abi: TRAIL_ANCHOR_ABI, functionName: "heads", data: answer });
  } catch {
    throw new AnchorError("bad_answer", "the answer to `heads` is none of this contract's");
  }
}

/** Why the contract refused, as `Name(arguments)`. */
export function revertReason(data: Hex): string {
  if (data === "0x") return "no reason given";
  try {
    const { errorName, args } = decodeErrorResult({ abi: TRAIL_ANCHOR_ABI, data });
    return `${errorName}(${(args ?? []).map(String).join(", ")})`;
  } catch {
    return `an unknown reason, ${data.slice(0, 10)}`;
  }
}

/** What the event of one head looks like in the log of the chain. */
export function anchoredEvent(owner: Hex, { originHash, size, root }: AnchorCall): { topics: Hex[]; data: Hex } {
  const topics = encodeEventTopics({ abi: TRAIL_ANCHOR_ABI, eventName: "Anchored", args: { owner, originHash } });
  const data = encodeAbiParameters([{ type: "uint64" }, { type: "bytes32" }], [BigInt(size), root]);
  return { topics: topics as Hex[], data };
}
