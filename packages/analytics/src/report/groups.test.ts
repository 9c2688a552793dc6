import { expect, test } from "vitest";
import { trade } from "../test-support/trading-events.ts";
import { GroupedAmounts, Groups, MAX_GROUPS, OTHER_GROUP } from "./groups.ts";

const add = (groups: Groups, key: string, pnl: string, fees = "0") =>
  groups.add(key, new GroupedAmounts().read(trade({ pnl, fees_entry: fees, fees_exit: fees })));

test("totals by key, best first, or by key", () => {
  const groups = new Groups();
  add(groups, "a", "-3", "0.1");
  add(groups, "a", "2.5", "0.25");
  add(groups, "b", "1");
  add(groups, "c", "0");
  expect(groups.rows).toEqual([
    { key: "b", trades: 1, wins: 1, losses: 0, breakeven: 0, pnl: "1", win_rate: 1, profit_factor: null, fees: "0" },
    { key: "c", trades: 1, wins: 0, losses: 0, breakeven: 1, pnl: "0", win_rate: 0, profit_factor: null, fees: "0" },
    {
      key: "a",
      trades: 2,
      wins: 1,
      losses: 1,
      breakeven: 0,
      pnl: "-0.5",
      win_rate: 0.5,
      profit_factor: 2.5 / 3,
      fees: "0.7",
    },
  ]);
  expect(groups.rowsByKey().map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

test("of equal results the name decides", () => {
  const groups = new Groups();
  for (const key of ["b", "c", "a"]) add(groups, key, "1");
  expect(groups.rows.map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

test("beyond a number of keys the others are counted together", () => {
  const groups = new Groups();
  for (let at = 0; at < MAX_GROUPS + 10; at++) add(groups, `s${at}`, "1");
  add(groups, "s0", "1");
  const rows = groups.rows;
  expect(rows).toHaveLength(MAX_GROUPS + 1);
  expect(rows.find(({ key }) => key === OTHER_GROUP)).toMatchObject({ trades: 10, pnl: "10" });
  expect(rows.find(({ key }) => key === "s0")).toMatchObject({ trades: 2 });
});
