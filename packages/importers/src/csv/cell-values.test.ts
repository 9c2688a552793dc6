import { expect, test } from "vitest";
import { MAX_SOURCE_TEXT_LENGTH } from "../limits.ts";
import { amountCell, sideCell, sourceRow, timeCell } from "./cell-values.ts";

test.each([
  ["1.50", "1.50", undefined],
  [" 0.5BTC ", "0.5", "BTC"],
  ["12 USDT", "12", "USDT"],
  ["1,234,567.80", "1234567.80", undefined],
  ["$-3.5", "-3.5", undefined],
  ["-$3.5", "-3.5", undefined],
  ["1e-7", "1e-7", undefined],
])("%j is %s %s", (cell, amount, unit) => {
  expect(amountCell(cell)).toEqual({ amount, unit });
});

test.each(["", "1,5", "1.2.3", "abc", "--1", "1 2", undefined])("%j is no amount", (cell) => {
  expect(amountCell(cell)).toBeUndefined();
});

test.each([
  ["2024-01-15 10:30:45", "2024-01-15T10:30:45.000000Z"],
  ["2024-01-15T10:30:45.123Z", "2024-01-15T10:30:45.123000Z"],
  ["2024/01/15 10:30:45", "2024-01-15T10:30:45.000000Z"],
  ["1705314645123", "2024-01-15T10:30:45.123000Z"],
  ["1705314645.1234", "2024-01-15T10:30:45.123400Z"],
  ["01/02/2024", undefined],
  ["", undefined],
])("time %j is %s", (cell, expected) => {
  expect(timeCell(cell)).toBe(expected);
});

test.each([
  ["BUY", "buy"],
  ["TradeType.SELL", "sell"],
  ["Close Long", "sell"],
  ["s", "sell"],
  ["transfer", undefined],
])("side %j is %s", (cell, expected) => {
  expect(sideCell(cell)).toBe(expected);
});

test("the record is kept as it stands, long cells are cut and say so", () => {
  const row = sourceRow(["a", ""], ["1.50", "x".repeat(MAX_SOURCE_TEXT_LENGTH + 5)]);
  expect(row["a"]).toBe("1.50");
  expect(row["column_2"]).toMatch(/… \(2005 characters\)$/);
});
