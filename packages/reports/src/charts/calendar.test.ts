import type { DayRow } from "@daybook/analytics";
import { expect, test } from "vitest";
import { calendarBlocks, calendarCells, calendarHeight, calendarOption } from "./calendar.ts";
import { LIGHT_PALETTE } from "./palette.ts";

function dayRow(day: string, pnl: string, trades = 1): DayRow {
  const money = { pnl, fees: "0", funding: "0", deposits: "0", equity: null };
  return { day, ...money, return: null, drawdown: null, trades, wins: 0, losses: 0 };
}

test("years in a wide window, half-years in a narrow one, the newest of many", () => {
  const days = [dayRow("2023-12-31", "1"), dayRow("2024-01-01", "1"), dayRow("2024-07-01", "1")];
  expect(calendarBlocks(days, 900).map(({ first, last }) => [first, last])).toEqual([
    ["2023-01-01", "2023-12-31"],
    ["2024-01-01", "2024-12-31"],
  ]);
  expect(calendarBlocks(days, 360).map(({ first }) => first)).toEqual(["2023-07-01", "2024-01-01", "2024-07-01"]);
  const old = Array.from({ length: 20 }, (_, at) => dayRow(`${2000 + at}-05-05`, "1"));
  expect(calendarBlocks(old, 900).map(({ label }) => label)).toEqual(["2014", "2015", "2016", "2017", "2018", "2019"]);
  expect(calendarHeight(days, 900)).toBe(2 * (24 + 7 * 15 + 14));
});

test("cells have levels by size, and losses a sign", () => {
  const pnl = ["-8", "-1", "0", "1", "2", "4", "100"];
  const days = [...pnl.map((text, at) => dayRow(`2024-03-0${at + 1}`, text)), dayRow("2024-03-08", "0", 0)];
  const option = calendarOption(days, LIGHT_PALETTE, { width: 900, height: 150 }) as {
    series: { data: { value: [string, number]; label: { show: boolean } }[] }[];
  };
  const data = option.series[0]?.data ?? [];
  expect(data.map(({ value }) => value[1])).toEqual([-4, -2, 0, 2, 2, 3, 4, 9]);
  expect(data.map(({ label }) => label.show)).toEqual([true, true, ...new Array<boolean>(6).fill(false)]);
  const [block] = calendarBlocks(days, 900);
  expect(block === undefined ? [] : calendarCells(days, block)).toEqual(days);
});
