import type { WireRecord } from "@daybook/protocol";
import { describe, expect, test } from "vitest";
import { fieldGroups } from "./event-fields.ts";
import { moneyText, pnlOf, rowMoney, signOf, tradeAccent } from "./trade-accent.ts";

const base: WireRecord = {
  seq: 1,
  timestamp: "2024-01-15T10:30:45.123456Z",
  collected_at: "2024-01-15T10:30:45.200000Z",
  level: "TRADE_EXECUTED",
  service: "s",
  event_type: "trade_exit",
  message: "m",
  id: "id-1",
};

describe("moneyText", () => {
  test.each([
    [64210.5, "64\u202f210.5"],
    ["1234567.000000000000000001", "1\u202f234\u202f567.000000000000000001"],
    [-0.5, "−0.5"],
    [999, "999"],
    ["9.64e-05", "9.64e-05"],
  ])("%s → %s", (value, text) => {
    expect(moneyText(value)).toBe(text);
  });

  test("256-bit numbers keep every digit", () => {
    const wei = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    expect(moneyText(wei).replaceAll("\u202f", "")).toBe(wei);
  });
});

test.each([
  [0, "flat"],
  ["-0.00", "flat"],
  ["0e5", "flat"],
  ["-1e-9", "loss"],
  ["0.000001", "gain"],
] as const)("the sign of %s is %s", (value, sign) => {
  expect(signOf(value)).toBe(sign);
});

test("a trade's accent: side, deal and result", () => {
  const accent = tradeAccent({ ...base, side: "sell", quantity: "0.250", price: 64_000, pnl: "-12.50" });
  expect(accent).toEqual({
    side: { text: "SELL", sign: "loss" },
    deal: "0.250 @ 64\u202f000",
    pnl: { text: "−12.50", sign: "loss" },
  });
  expect(tradeAccent(base)).toEqual({ side: undefined, deal: undefined, pnl: undefined });
  expect(tradeAccent({ ...base, side: "hedge", pnl: 3 })).toMatchObject({
    side: { sign: "flat" },
    pnl: { text: "+3" },
  });
});

test.each([
  ["0.1495457", "0.1495457"],
  ["64867.05090371", "64\u202f867.05"],
  ["15.060608123", "15.0606"],
  ["0.000000000012", "1.200e-11"],
  ["115792089237316195423570985008687907853269984665640564039457584007913129639935", "1.158e+77"],
])("in a row %s is %s", (value, text) => {
  expect(rowMoney(value)).toBe(text);
});

test("a long result is rounded in the row and exact in the detail", () => {
  expect(tradeAccent({ ...base, pnl: "-28.12024106" }).pnl).toEqual({ text: "−28.12", sign: "loss" });
  expect(tradeAccent({ ...base, pnl: "0.00024106" }).pnl?.text).toBe("+0.00024106");
  expect(pnlOf("28.12024106").text).toBe("+28.12024106");
});

test("fields are grouped, and none is lost", () => {
  const groups = fieldGroups({ ...base, symbol: "X", pnl: "1.50", host: "h", data: { a: 1 } });
  expect(groups.map((group) => group.title)).toEqual(["Trade", "Context", "Record"]);
  expect(groups[0]?.rows).toEqual([
    { name: "symbol", value: "X" },
    { name: "pnl", value: "1.50" },
  ]);
  expect(groups[2]?.rows.map((row) => row.name)).toEqual(["seq", "timestamp", "id", "host", "collected_at"]);
});
