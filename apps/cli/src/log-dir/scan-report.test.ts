import picocolors from "picocolors";
import { expect, test } from "vitest";
import { MAX_SHOWN_REJECTS } from "../limits.ts";
import { formatReport, ScanReport } from "./scan-report.ts";

const paint = picocolors.createColors(false);

test("nothing wrong is nothing told", () => {
  expect(formatReport(new ScanReport(), { paint })).toBe("");
});

test("files, lines with their places, and what to do with plain text", () => {
  const report = new ScanReport();
  report.faults.push({ path: "a.gz", reason: "cut" });
  report.addUnreadable("b.log", 3, "torn");
  expect(formatReport(report, { paint })).toBe("✗ a.gz: cut\n1 line is no event and is not shown:\n  b.log:3: torn\n");
  for (let i = 0; i < MAX_SHOWN_REJECTS; i++) report.addPlainText("c.log", i);
  const lines = formatReport(report, { paint }).split("\n");
  expect(lines[1]).toBe("21 lines are no event and are not shown:");
  expect(lines.slice(-3, -1)).toEqual(["  … and 1 more", expect.stringContaining("daybook import --format text")]);
});
