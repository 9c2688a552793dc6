import { expect, test } from "vitest";
import { HOSTILE_TEXTS, hostileReport, sampleReport } from "./sample-report.ts";

test("the sample has wins and losses, three symbols and several days", () => {
  const report = sampleReport();
  expect(report.trades).toMatchObject({ trades: 30, wins: 20, losses: 10 });
  expect(report.by_symbol).toHaveLength(3);
  expect([report.first_day, report.last_day]).toEqual(["2024-01-29", "2024-02-09"]);
});

test("each hostile text is somewhere", () => {
  const text = JSON.stringify(hostileReport());
  for (const hostile of HOSTILE_TEXTS) expect(text).toContain(JSON.stringify(hostile).slice(1, -1));
});
