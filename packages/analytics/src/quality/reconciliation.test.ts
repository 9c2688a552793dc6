import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reconcile } from "./reconciliation.ts";
import type { StatementRow } from "./statement-row.ts";

function fill(ref: string, fields: Partial<StatementRow> = {}): StatementRow {
  return {
    kind: "fill",
    time: "2026-11-21T08:00:00.000000Z",
    symbol: "BTC/USDT",
    side: "buy",
    quantity: "0.1",
    price: "50010",
    fees: "0.5",
    currency: "USDT",
    ref,
    ...fields,
  };
}

function named(logged: readonly StatementRow[], statement: readonly StatementRow[], tolerance = {}): unknown[] {
  return reconcile(logged, statement, tolerance).differences.map((one) => [
    one.name,
    one.logged_refs.join("+"),
    one.statement_refs.join("+"),
    one.difference,
  ]);
}

describe("fills", () => {
  it("are matched by the exchange's number, however they are spelled", () => {
    const result = reconcile(
      [fill("a", { trade_id: "7", quantity: "0.10", time: "2020-01-01T00:00:00Z" })],
      [fill("1", { trade_id: "7", symbol: "BTCUSDT", side: "BUY", quantity: "-1e-1", price: "50010.00" })],
    );
    expect(result).toMatchObject({ is_equal: true, matched: { trade_id: 1, time: 0 }, differences: [] });
    const sums = { rows: 1, quantity: "0.1", volume: "5001", fees: "0.5", amount: "0" };
    expect(result.totals).toEqual([
      { kind: "fill", symbol: "BTCUSDT", side: "buy", currency: "USDT", logged: sums, statement: sums },
    ]);
  });

  it("name what differs, exactly", () => {
    const other = { trade_id: "7", quantity: "0.3", price: "50010.1", fees: "0.500000000000000001" };
    expect(named([fill("a", { trade_id: "7" })], [fill("1", other)])).toEqual([
      ["fee_differs", "a", "1", "-0.000000000000000001"],
      ["price_differs", "a", "1", "-0.1"],
      ["quantity_differs", "a", "1", "-0.2"],
    ]);
    const tolerance = { quantity: "0.2", price: "0.1", fee: "1e-18" };
    expect(named([fill("a", { trade_id: "7" })], [fill("1", other)], tolerance)).toEqual([]);
  });

  it("are matched by order, price and quantity before time, two alike ones with two", () => {
    const mine = [fill("a", { order_id: "o" }), fill("b", { order_id: "o" }), fill("c", { order_id: "o", price: "1" })];
    const late = "2026-11-21T09:00:00.000000Z";
    const theirs = ["1", "2", "3"].map((ref) => fill(ref, { order_id: "o", time: late, trade_id: ref }));
    const { matched, differences } = reconcile(mine, theirs);
    expect(matched).toEqual({ trade_id: 0, order_and_amounts: 2, order_sum: 1, time: 0 });
    expect(differences).toMatchObject([{ name: "price_differs", logged_refs: ["c"], difference: "-50009" }]);
  });

  it("of an order that one side tells as a whole are added up", () => {
    const whole = fill("a", { order_id: "o", quantity: "0.3", price: "100", fees: "0.9" });
    const parts = [
      fill("1", { order_id: "o", quantity: "0.1", price: "98", fees: "0.3" }),
      fill("2", { order_id: "o", quantity: "0.2", price: "101", fees: "0.6" }),
    ];
    expect(named([whole], parts)).toEqual([]);
    expect(named([whole], parts.slice(0, 1))).toEqual([
      ["fee_differs", "a", "1", "0.6"],
      ["price_differs", "a", "1", "2"],
      ["quantity_differs", "a", "1", "0.2"],
    ]);
  });

  it("are matched by time, symbol, side and quantity within the tolerance", () => {
    const near = { time: "2026-11-21T08:00:01.000000Z" };
    expect(named([fill("a")], [fill("1", near)])).toEqual([]);
    expect(named([fill("a")], [fill("1", near)], { time_ms: 999 })).toEqual([
      ["missing_in_statement", "a", "", null],
      ["missing_in_log", "", "1", null],
    ]);
    for (const other of [{ side: "sell" }, { symbol: "ETH/USDT" }, { quantity: "0.2" }]) {
      expect(reconcile([fill("a")], [fill("1", other)]).counts).toMatchObject({
        missing_in_log: 1,
        missing_in_statement: 1,
      });
    }
  });

  it("that come twice under one number are duplicates, counted once", () => {
    const one = fill("a", { trade_id: "7" });
    const result = reconcile([one, { ...one, ref: "b" }], [one, { ...one, ref: "2" }, { ...one, ref: "3" }]);
    expect(result.counts).toMatchObject({ duplicate_in_log: 1, duplicate_in_statement: 2, missing_in_log: 0 });
    expect(result.differences[0]).toMatchObject({ logged_refs: ["a", "b"], statement_refs: [] });
    expect(result.totals[0]?.statement).toMatchObject({ rows: 1, fees: "0.5" });
    const other = { ...one, symbol: "ETH/USDT" };
    expect(reconcile([one, other], [one, other]).is_equal).toBe(true);
  });

  it("without fees, or with fees of another currency, differ in no fee", () => {
    const { fees: _fees, ...bare } = fill("a", { trade_id: "7" });
    expect(named([bare], [fill("1", { trade_id: "7" })])).toEqual([]);
    expect(named([fill("a", { trade_id: "7" })], [fill("1", { trade_id: "7", currency: "BNB", fees: "9" })])).toEqual(
      [],
    );
  });

  it("without a time that can be read are missing, not an error", () => {
    expect(named([fill("a", { time: "soon" })], [fill("1")])).toEqual([
      ["missing_in_log", "", "1", null],
      ["missing_in_statement", "a", "", null],
    ]);
  });
});

describe("balances and transfers", () => {
  const row = (kind: StatementRow["kind"], ref: string, amount: string, fields: Partial<StatementRow> = {}) => ({
    kind,
    time: "2026-11-21T08:00:00.000000Z",
    currency: "USDT",
    amount,
    ref,
    ...fields,
  });

  it("are compared by currency and time", () => {
    const mine = [row("balance", "a", "100000.01"), row("deposit", "b", "500"), row("funding", "c", "-1.5")];
    const theirs = [row("balance", "1", "100000"), row("deposit", "2", "500"), row("funding", "3", "-1.25")];
    expect(named(mine, theirs)).toEqual([
      ["amount_differs", "a", "1", "0.01"],
      ["amount_differs", "c", "3", "-0.25"],
    ]);
    expect(named(mine, theirs, { amount: "0.25" })).toEqual([]);
  });

  it("take the equal amount before the near one, and no sign for a withdrawal", () => {
    const mine = [row("withdrawal", "a", "-20"), row("withdrawal", "b", "10")];
    const theirs = [row("withdrawal", "1", "10"), row("withdrawal", "2", "20")];
    expect(reconcile(mine, theirs)).toMatchObject({ is_equal: true, matched: { time: 2 } });
    expect(named([row("deposit", "a", "1")], [row("withdrawal", "1", "1")])).toHaveLength(2);
    expect(named([row("deposit", "a", "1")], [row("deposit", "1", "1", { currency: "EUR" })])).toHaveLength(2);
  });

  it("are not summed where a sum means nothing", () => {
    const { totals } = reconcile([row("balance", "a", "5"), row("balance", "b", "6")], []);
    expect(totals[0]?.logged).toMatchObject({ rows: 2, amount: "0" });
  });
});

describe("a reconciliation", () => {
  const amounts = fc.integer({ min: 1, max: 1_000 }).map((cents) => (cents / 100).toFixed(2));
  const rows = fc
    .array(fc.record({ second: fc.integer({ min: 0, max: 59 }), quantity: amounts, price: amounts, order: fc.nat(5) }))
    .map((all) =>
      all.map(({ second, quantity, price, order }, number) =>
        fill(`r${number}`, {
          time: `2026-11-21T08:00:${String(second).padStart(2, "0")}Z`,
          quantity,
          price,
          ...(order > 0 && { order_id: String(order) }),
        }),
      ),
    );

  it("of anything with itself in another order finds no difference but of price", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { counts } = reconcile(all, all.toReversed());
        expect(counts).toMatchObject({ missing_in_log: 0, missing_in_statement: 0, quantity_differs: 0 });
      }),
    );
  });

  it("loses no row: each is matched or missing", () => {
    fc.assert(
      fc.property(rows, rows, (mine, theirs) => {
        const { differences, matched, counts } = reconcile(mine, theirs);
        const pairs = matched.trade_id + matched.order_and_amounts + matched.time;
        expect(counts.missing_in_statement).toBeLessThanOrEqual(mine.length - pairs - matched.order_sum);
        expect(counts.missing_in_log).toBeLessThanOrEqual(theirs.length - pairs - matched.order_sum);
        expect(differences.filter((one) => one.logged_refs.length + one.statement_refs.length === 0)).toEqual([]);
      }),
    );
  });
});
