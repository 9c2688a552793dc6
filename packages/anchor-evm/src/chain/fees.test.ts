import { describe, expect, it } from "vitest";
import type { Chain } from "./chain.ts";
import { limited, marketFees, raised } from "./fees.ts";
import { NodeRefusal } from "./node-fault.ts";

/** The questions about fees, answered by a table. */
function chainWith(answers: {
  base?: string | null;
  tip?: bigint | "refused";
  price?: bigint;
  isEmpty?: boolean;
}): Chain {
  const chain: Pick<Chain, "block" | "priorityFee" | "gasPrice"> = {
    block: () => Promise.resolve(answers.isEmpty ? null : ({ baseFeePerGas: answers.base } as any)),
    priorityFee: () =>
      typeof answers.tip === "bigint"
        ? Promise.resolve(answers.tip)
        : Promise.reject(new NodeRefusal("the method does not exist", undefined)),
    gasPrice: () => Promise.resolve(answers.price!),
  };
  return chain as Chain;
}

describe("what the market wants", () => {
  it("is twice the base fee and a tip", async () => {
    expect(await marketFees(chainWith({ base: "0x64", tip: 7n }))).toEqual({ type: "eip1559", most: 207n, tip: 7n });
    expect(await marketFees(chainWith({ base: "0x0", tip: 0n }))).toEqual({ type: "eip1559", most: 0n, tip: 0n });
  });

  it("has a tip from the gas price where the node has no method for it", async () => {
    const fees = await marketFees(chainWith({ base: "0x64", tip: "refused", price: 130n }));
    expect(fees).toEqual({ type: "eip1559", most: 230n, tip: 30n });
    const below = await marketFees(chainWith({ base: "0x64", tip: "refused", price: 90n }));
    expect(below).toEqual({ type: "eip1559", most: 200n, tip: 0n });
  });

  it("is one price on a chain without base fees", async () => {
    expect(await marketFees(chainWith({ base: null, price: 9n }))).toEqual({ type: "legacy", most: 9n, tip: 9n });
    expect(await marketFees(chainWith({ price: 9n }))).toEqual({ type: "legacy", most: 9n, tip: 9n });
  });

  it("cannot be known from a node without blocks, or with nonsense in them", async () => {
    await expect(marketFees(chainWith({ isEmpty: true }))).rejects.toMatchObject({ code: "bad_answer" });
    await expect(marketFees(chainWith({ base: "many", tip: 1n }))).rejects.toMatchObject({ code: "bad_answer" });
  });
});

it("is raised by an eighth, or to the market", () => {
  const market = { type: "eip1559", most: 1_000n, tip: 10n } as const;
  expect(raised({ type: "eip1559", most: 800n, tip: 16n }, market)).toEqual({
    type: "eip1559",
    most: 1_000n,
    tip: 19n,
  });
  expect(raised({ type: "eip1559", most: 1_600n, tip: 0n }, market)).toEqual({
    type: "eip1559",
    most: 1_801n,
    tip: 10n,
  });
  // Ten percent more of a few wei are a whole wei at least.
  expect(raised({ type: "legacy", most: 3n, tip: 3n }, { type: "legacy", most: 0n, tip: 0n }).most).toBe(4n);
});

it("is never above the limit", () => {
  expect(limited({ type: "eip1559", most: 90n, tip: 60n }, 50n)).toEqual({ type: "eip1559", most: 50n, tip: 50n });
  expect(limited({ type: "eip1559", most: 90n, tip: 60n }, 70n)).toEqual({ type: "eip1559", most: 70n, tip: 60n });
  expect(limited({ type: "eip1559", most: 90n, tip: 60n }, 90n)).toEqual({ type: "eip1559", most: 90n, tip: 60n });
});
