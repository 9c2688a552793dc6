import { encodeErrorResult, encodeFunctionResult, keccak256, toHex } from "viem";
import { expect, it } from "vitest";
import {
  DEPLOY_CALL,
  USUAL_ADDRESS,
  anchoredEvent,
  decodeAnchorCall,
  decodeHead,
  encodeAnchorCall,
  encodeHeadsCall,
  revertReason,
} from "./anchor-call.ts";
import { TRAIL_ANCHOR_ABI, TRAIL_ANCHOR_BYTECODE } from "./trail-anchor.ts";

const OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const ORIGIN = keccak256("0x01");
const ROOT = keccak256("0x02");
const CALL = { originHash: ORIGIN, size: 2 ** 53 - 1, root: ROOT };

it("reads a call back, whatever its proof", () => {
  expect(decodeAnchorCall(encodeAnchorCall(CALL, []))).toEqual(CALL);
  expect(decodeAnchorCall(encodeAnchorCall(CALL, [ROOT, ORIGIN]))).toEqual(CALL);
  expect(decodeAnchorCall(encodeHeadsCall(OWNER, ORIGIN))).toBeUndefined();
  expect(decodeAnchorCall("0x")).toBeUndefined();
  expect(decodeAnchorCall(encodeAnchorCall(CALL, [ROOT]).slice(0, 100) as `0x${string}`)).toBeUndefined();
});

it("reads a head, and tells none from a wrong one", () => {
  const answer = (size: bigint, time: bigint) =>
    encodeFunctionResult({ abi: TRAIL_ANCHOR_ABI, functionName: "heads", result: [size, time, ROOT] });
  expect(decodeHead(answer(7n, 1_767_605_400n))).toEqual({ size: 7, anchoredAt: 1_767_605_400, root: ROOT });
  expect(decodeHead(answer(0n, 0n))).toBeUndefined();
  expect(decodeHead("0x")).toBeUndefined();
  expect(() => decodeHead(answer(2n ** 53n, 0n))).toThrow("2^53");
  expect(() => decodeHead("0x1234")).toThrow("none of this contract");
});

it("names the reason of a refusal", () => {
  const rollback = encodeErrorResult({ abi: TRAIL_ANCHOR_ABI, errorName: "Rollback", args: [20n, 10n] });
  expect(revertReason(rollback)).toBe("Rollback(20, 10)");
  expect(revertReason(encodeErrorResult({ abi: TRAIL_ANCHOR_ABI, errorName: "EmptyTree" }))).toBe("EmptyTree()");
  expect(revertReason("0x")).toBe("no reason given");
  expect(revertReason("0x12345678")).toBe("an unknown reason, 0x12345678");
});

it("describes the event of a head", () => {
  const { topics, data } = anchoredEvent(OWNER, { ...CALL, size: 5 });
  expect(topics).toEqual([
    keccak256(toHex("Anchored(address,bytes32,uint64,bytes32)")),
    `0x000000000000000000000000${OWNER.slice(2)}`,
    ORIGIN,
  ]);
  expect(data).toBe(`0x${"5".padStart(64, "0")}${ROOT.slice(2)}`);
});

it("has one address on every chain", () => {
  expect(USUAL_ADDRESS).toMatch(/^0x[0-9a-f]{40}$/);
  expect(DEPLOY_CALL.endsWith(TRAIL_ANCHOR_BYTECODE.slice(2))).toBe(true);
});
