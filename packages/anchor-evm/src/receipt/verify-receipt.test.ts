import { readFileSync } from "node:fs";
import { keccak256 } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeAnchorCall } from "../contract/anchor-call.ts";
import { originHashOf } from "../contract/head-slots.ts";
import { TEST_ORIGIN, TEST_OWNER, madeReceipt, madeText } from "../test-support/made-receipt.ts";
import { createTestTrail } from "../test-support/test-trail.ts";
import { formatReceipt, rootHexOf } from "./receipt.ts";
import type { EvmReceipt } from "./receipt.ts";
import { verifyReceipt } from "./verify-receipt.ts";

const EXPECTED = { origin: TEST_ORIGIN };
const problemsOf = async (text: string | Uint8Array, expected: Parameters<typeof verifyReceipt>[1] = EXPECTED) =>
  (await verifyReceipt(text, expected)).problems;

let receipt: EvmReceipt;
let text: string;

beforeAll(async () => {
  receipt = await madeReceipt();
  text = formatReceipt(receipt);
});

describe("a receipt that is right", () => {
  it("says which block must be trusted", async () => {
    expect(await verifyReceipt(text, EXPECTED)).toEqual({
      ok: true,
      problems: [],
      receipt,
      blockNumber: 21_000_000,
      blockHash: keccak256(receipt.block.header),
      blockTime: receipt.anchoredAt + 144,
    });
    expect((await verifyReceipt(new TextEncoder().encode(text), EXPECTED)).ok).toBe(true);
  });

  it("is of a chain with many accounts and a contract with many lines", async () => {
    const large = await madeReceipt({ otherAccounts: 2_000, otherLines: 500, size: 2 ** 53 - 1 });
    expect(large.accountProof.length).toBeGreaterThan(2);
    expect(await problemsOf(formatReceipt(large))).toEqual([]);
  });

  it("is one that was made of a real node's answers", async () => {
    const bytes = readFileSync(new URL("../test-support/receipt-v1.json", import.meta.url));
    const { origin, size, root } = createTestTrail(TEST_ORIGIN).headAt(1_234_067);
    const verdict = await verifyReceipt(bytes, { origin, size, root, owner: TEST_OWNER, chainId: 31_337 });
    expect(verdict).toMatchObject({ ok: true, problems: [] });
    expect(verdict.receipt?.accountProof.length).toBeGreaterThan(1);
  });

  it("is what is expected, in whatever case an address is written", async () => {
    const expected = {
      origin: TEST_ORIGIN,
      size: receipt.size,
      root: receipt.root,
      owner: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      contract: receipt.contract.toUpperCase().replace("X", "x"),
      chainId: receipt.chainId,
      trustedBlockHash: receipt.block.hash,
    };
    expect(await problemsOf(text, expected)).toEqual([]);
  });
});

describe("what is not as expected is named", () => {
  const other = `0x${"1".repeat(40)}`;
  it.each<[string, Omit<Parameters<typeof verifyReceipt>[1], "origin"> & { origin?: string }]>([
    ["the origin is", { origin: "example.com/other" }],
    ["the size is", { size: 5 }],
    ["the root is", { root: new Uint8Array(32) }],
    ["the owner is", { owner: other }],
    ["the contract is", { contract: other }],
    ["the chain is", { chainId: 1 }],
    ["the block hash is", { trustedBlockHash: `0x${"1".repeat(64)}` }],
  ])("%s", async (message, expected) => {
    const problems = await problemsOf(text, { ...EXPECTED, ...expected });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  it("without control characters of a stranger's origin", async () => {
    const problems = await problemsOf(await madeText({ origin: "\u001b[2J" }));
    expect(problems.join("\n")).not.toContain("\u001b");
  });
});

describe("every change is found:", () => {
  it("each bit", async () => {
    const bytes = new TextEncoder().encode(await madeText({}, { isShort: true }));
    expect((await verifyReceipt(bytes, EXPECTED)).ok).toBe(true);
    const survivors: number[] = [];
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      if ((await verifyReceipt(changed, EXPECTED)).ok) survivors.push(bit);
    }
    expect(survivors).toEqual([]);
  }, 120_000);

  it("a cut, a repetition and a gap, anywhere", async () => {
    for (let at = 0; at < text.length; at += 13) {
      expect((await problemsOf(text.slice(0, at))).length, `cut at ${at}`).toBeGreaterThan(0);
      const repeated = text.slice(0, at) + text.slice(Math.max(0, at - 2));
      if (at > 0) expect((await problemsOf(repeated)).length, `repeated at ${at}`).toBeGreaterThan(0);
      const gap = text.slice(0, at) + text.slice(at + 2);
      expect((await problemsOf(gap)).length, `gap at ${at}`).toBeGreaterThan(0);
    }
    expect((await problemsOf(`${text}\n`)).length).toBe(1);
    expect((await problemsOf(text.replace('"v": 1,', '"v": 1, "v": 1,'))).length).toBe(1);
  });

  it("parts of another receipt", async () => {
    const other = await madeReceipt({ size: 777, otherAccounts: 5, otherLines: 5 });
    const keys = ["size", "root", "transaction", "block", "accountProof", "sizeProof", "rootProof"] as const;
    for (const key of keys) {
      const mixed = formatReceipt({ ...receipt, [key]: other[key] });
      expect((await problemsOf(mixed)).length, key).toBeGreaterThan(0);
    }
    expect(await problemsOf(formatReceipt({ ...receipt, sizeProof: receipt.rootProof }))).toHaveLength(1);
    expect(await problemsOf(formatReceipt({ ...receipt, anchoredAt: receipt.anchoredAt - 1 }))).toEqual([
      "another size or time stands in the contract",
    ]);
    expect(await problemsOf(formatReceipt({ ...receipt, chainId: 1 }))).toEqual([
      "the transaction was signed for chain 31337, not for chain 1",
    ]);
    const block = { ...receipt.block, number: 7 };
    expect(await problemsOf(formatReceipt({ ...receipt, block }))).toEqual([
      "the header is that of block 21000000, not of block 7",
    ]);
  });
});

describe("what is made up by who knows the format is refused:", () => {
  it("another contract, whatever it keeps", async () => {
    expect(await problemsOf(await madeText({}, { code: "0x6000" }))).toEqual([
      "the contract's code is none that is known: nothing is known of its rules",
    ]);
  });

  it.each<[string, Parameters<typeof madeReceipt>[0], string]>([
    ["another size", { sizeValue: Uint8Array.of(5) }, "another size or time"],
    ["another root", { rootValue: new Uint8Array(32).fill(9) }, "another root"],
    ["bits above size and time", { sizeValue: new Uint8Array(32).fill(1) }, "another size or time"],
    ["a list instead of a number", { sizeValue: [] }, "RLP: no number"],
    ["a number with leading zeros", { rootValue: Uint8Array.of(0, 1) }, "RLP: a number with leading zeros"],
    ["a block before the head", { blockTime: 1_767_605_399 }, "older than the head"],
    ["an account of three fields", { account: (fields) => fields.slice(1) }, "no account"],
    ["an account that is a list of lists", { account: (fields) => fields.map(() => []) }, "no account"],
    ["an account that is a string", { account: () => new Uint8Array(40) }, "RLP: a string"],
    ["a transaction for another chain", { signed: { chainId: 1 } }, "signed for chain 1"],
    ["a transaction to another contract", { signed: { to: TEST_OWNER } }, "not to the contract"],
    ["a transaction that anchors nothing", { signed: { data: "0x1234" } }, "does not anchor this head"],
    [
      "a transaction that anchors another head",
      {
        signed: {
          data: encodeAnchorCall({ originHash: originHashOf(TEST_ORIGIN), size: 5, root: keccak256("0x") }, []),
        },
      },
      "does not anchor this head",
    ],
    ["another key's signature", { key: `0x${"1".repeat(64)}` }, "not by the owner"],
  ])("%s", async (_what, options, message) => {
    const problems = await problemsOf(await madeText({}, options));
    expect(problems.join("\n")).toContain(message);
  });

  it("a transaction that is none", async () => {
    const raw = "0x02c0" as const;
    const problems = await problemsOf(await madeText({ transaction: { hash: keccak256(raw), raw } }));
    expect(problems).toEqual(["the transaction's bytes are no transaction"]);
  });

  it("a line of another owner, which anybody can have", async () => {
    const problems = await problemsOf(text, { ...EXPECTED, owner: `0x${"2".repeat(40)}` });
    expect(problems).toEqual([`the owner is ${TEST_OWNER}, not 0x${"2".repeat(40)}`]);
  });
});

it("names everything that is wrong, not only the first", async () => {
  const wrong = { ...receipt, size: 5, anchoredAt: 5, block: { ...receipt.block, number: 5 } };
  const problems = await problemsOf(formatReceipt(wrong), { origin: "x", chainId: 5 });
  expect(problems.length).toBeGreaterThan(4);
});

it("writes the root as the chain does", () => {
  expect(rootHexOf(receipt)).toBe(
    `0x${Buffer.from(createTestTrail(TEST_ORIGIN).headAt(receipt.size).root).toString("hex")}`,
  );
});
