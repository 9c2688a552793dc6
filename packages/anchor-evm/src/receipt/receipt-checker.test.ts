import { expect, it } from "vitest";
import { AnchorError } from "../anchor-error.ts";
import { TEST_ORIGIN, TEST_OWNER, madeReceipt } from "../test-support/made-receipt.ts";
import { formatReceipt } from "./receipt.ts";
import { receiptChecker } from "./receipt-checker.ts";

const receipt = await madeReceipt();
const bytes = new TextEncoder().encode(formatReceipt(receipt));
const { size, root } = receipt;
const { hash, number } = receipt.block;

it("gives size and root of a receipt that holds", async () => {
  expect(await receiptChecker()(bytes, TEST_ORIGIN)).toEqual({ size, root, problems: [] });
  const trust = { owner: TEST_OWNER, contract: receipt.contract, chainId: receipt.chainId };
  const blockHashOf = (of: number) => Promise.resolve(of === number ? hash.toUpperCase().replace("X", "x") : undefined);
  expect(await receiptChecker({ ...trust, blockHashOf })(bytes, TEST_ORIGIN)).toEqual({ size, root, problems: [] });
});

it("has the problems of one that does not", async () => {
  const { problems } = await receiptChecker({ owner: receipt.contract, chainId: 1 })(bytes, "example.com/other");
  expect(problems).toEqual([
    `the origin is "${TEST_ORIGIN}", not "example.com/other"`,
    `the owner is ${TEST_OWNER}, not ${receipt.contract}`,
    "the chain is 31337, not 1",
  ]);
  const unreadable = await receiptChecker()(new Uint8Array(3), TEST_ORIGIN);
  expect(unreadable).toEqual({ size: 0, root: new Uint8Array(0), problems: [expect.stringContaining("not JSON")] });
});

it("finds a block that is none of the chain's", async () => {
  const gone = receiptChecker({ blockHashOf: () => Promise.resolve(undefined) });
  expect((await gone(bytes, TEST_ORIGIN)).problems).toEqual([`the chain has no block ${number}`]);
  const other = receiptChecker({ blockHashOf: () => Promise.resolve("0x12") });
  expect((await other(bytes, TEST_ORIGIN)).problems).toEqual([`block ${number} of the chain is 0x12, not ${hash}`]);
});

it("does not call a receipt damaged because the source is away", async () => {
  const away = receiptChecker({ blockHashOf: () => Promise.reject(new AnchorError("unreachable", "away")) });
  await expect(away(bytes, TEST_ORIGIN)).rejects.toMatchObject({ code: "unreachable" });
});
