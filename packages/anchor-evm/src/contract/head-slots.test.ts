import { encodeAbiParameters, encodePacked, keccak256 } from "viem";
import { expect, it } from "vitest";
import { headSlots, originHashOf, sizeSlotValue } from "./head-slots.ts";

const OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

it("hashes the bytes of the origin", () => {
  expect(originHashOf("")).toBe("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(originHashOf("abc")).toBe("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("finds the slots as Solidity lays out a mapping of mappings", () => {
  const origin = originHashOf("example.com/log");
  const line = keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [OWNER, 0n]));
  const first = keccak256(encodePacked(["bytes32", "bytes32"], [origin, line]));
  const { size, root } = headSlots(OWNER, origin);
  expect(size).toBe(first);
  expect(BigInt(root)).toBe(BigInt(first) + 1n);
  expect(root).toMatch(/^0x[0-9a-f]{64}$/);
});

it("is another place for another owner and another origin", () => {
  const places = [
    headSlots(OWNER, originHashOf("a")),
    headSlots(OWNER, originHashOf("b")),
    headSlots("0x0000000000000000000000000000000000000001", originHashOf("a")),
  ];
  expect(new Set(places.flatMap(({ size, root }) => [size, root])).size).toBe(6);
});

it("packs size and time", () => {
  expect(sizeSlotValue(5, 7)).toBe(5n + 7n * 2n ** 64n);
  expect(sizeSlotValue(2 ** 53 - 1, 2 ** 32)).toBe(2n ** 53n - 1n + 2n ** 96n);
});
