import { describe, expect, it } from "vitest";
import { Findings } from "./finding.ts";
import { leafText } from "./leaf.ts";
import { OrderCheck } from "./order-check.ts";

interface Given {
  seq: number;
  count: number;
  producer?: string;
  time?: string;
}

function entry({ seq, count, producer = "p", time = "00:00" }: Given): Uint8Array {
  return new TextEncoder().encode(
    leafText({
      seq,
      collected_at: `2026-01-05T09:${time}.000000Z`,
      producer,
      count,
      category: "trade",
      event_type: "order_filled",
      subject: "0".repeat(32),
      length: 1,
      commitment: `${"A".repeat(43)}=`,
    }),
  );
}

function check(entries: readonly (Given | undefined)[], beginsLater = false): string[] {
  const findings = new Findings();
  const order = new OrderCheck(findings, beginsLater);
  for (const [at, given] of entries.entries()) order.next(at, given && entry(given), "tile/entries/000");
  return findings.all.map(({ kind, index }) => `${kind} ${index}`);
}

describe("the order of entries", () => {
  it("holds with holes in the journal's numbers and several producers", () => {
    expect(
      check([
        { seq: 1, count: 1 },
        { seq: 5, count: 1, producer: "q" },
        { seq: 9, count: 2 },
      ]),
    ).toEqual([]);
  });

  it("is told when numbers or times go back", () => {
    expect(
      check([
        { seq: 2, count: 1, time: "00:02" },
        { seq: 2, count: 2, time: "00:01" },
      ]),
    ).toEqual(["seq_backwards 1", "time_backwards 1"]);
  });

  it("is told when a producer's count has a hole, begins late or goes back", () => {
    expect(
      check([
        { seq: 1, count: 1 },
        { seq: 2, count: 3 },
      ]),
    ).toEqual(["count_gap 1"]);
    expect(check([{ seq: 1, count: 2 }])).toEqual(["count_gap 0"]);
    expect(
      check([
        { seq: 1, count: 1 },
        { seq: 2, count: 1 },
      ]),
    ).toEqual(["count_gap 1"]);
  });

  it("does not accuse twice for an entry that cannot be read", () => {
    expect(check([{ seq: 1, count: 1 }, undefined, { seq: 3, count: 3 }])).toEqual([]);
    expect(check([{ seq: 1, count: 1 }, undefined, { seq: 3, count: 4 }])).toEqual(["count_gap 2"]);
  });

  it("takes the first of each producer as it comes when the beginning is not there", () => {
    expect(
      check(
        [
          { seq: 8, count: 5 },
          { seq: 9, count: 7 },
        ],
        true,
      ),
    ).toEqual(["count_gap 1"]);
  });

  it("names an entry that is no leaf", () => {
    const findings = new Findings();
    new OrderCheck(findings, false).next(3, new TextEncoder().encode("{}"), "x");
    expect(findings.all.map(({ kind, index }) => [kind, index])).toEqual([["leaf_invalid", 3]]);
  });
});
