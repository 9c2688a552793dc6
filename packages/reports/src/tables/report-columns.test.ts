import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { DAY_COLUMNS, GROUP_COLUMNS, TRADE_COLUMNS } from "./report-columns.ts";

test("each field of a row is a column, and each column reads its field", () => {
  const report = sampleReport();
  const cases = [
    [TRADE_COLUMNS, { ...report.trade_list[0], pnl_computed: "1" }],
    [DAY_COLUMNS, report.days[0]],
    [GROUP_COLUMNS, report.by_symbol[0]],
  ] as const;
  for (const [columns, row] of cases) {
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(row ?? {}).sort());
    for (const { name, read } of columns) {
      expect((read as (value: unknown) => unknown)(row)).toBe((row as Record<string, unknown>)[name]);
    }
  }
});
