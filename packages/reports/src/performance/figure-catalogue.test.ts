import { RETURN_METRICS } from "@daybook/analytics";
import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { FIGURE_CATALOGUE } from "./figure-catalogue.ts";

const report = sampleReport();
const entries = FIGURE_CATALOGUE.flatMap((group) => group.entries);

test("every figure of a report is there, once", () => {
  const read = new Set(entries.map((entry) => entry.read(report)));
  for (const metric of RETURN_METRICS) expect(read).toContain(report.returns[metric]);
  for (const figure of Object.values(report.trades)) {
    if (typeof figure === "object") expect(read).toContain(figure);
  }
  expect(read).toContain(report.exposure);
  expect(read).toContain(report.turnover);
  expect(new Set(entries.map(({ label }) => label)).size).toBe(entries.length);
});

test("each has a formula and a convention of one line", () => {
  for (const { formula, convention, label } of entries) {
    const line = convention({ ...report.convention, periods_per_year: 252 });
    for (const text of [formula, line, label]) expect(text).toMatch(/^[^\n]{1,60}$/);
    expect(line).not.toContain("365");
  }
});
