import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const REPORTS = new URL("../../dist/index.js", import.meta.url).href;
const ANALYTICS = new URL("../../../analytics/dist/index.js", import.meta.url).href;

/** Prints hashes of a report's files, after `drawn` charts that nobody asked for. */
const PROGRAM = `
import { createHash } from "node:crypto";
import { ReportBuilder } from ${JSON.stringify(ANALYTICS)};
import * as reports from ${JSON.stringify(REPORTS)};
const builder = new ReportBuilder({ startingEquity: "1000", convention: { compat: "quantstats" } });
for (let day = 10; day < 28; day++) {
  const shared = { trade_id: "t" + day, symbol: "BTC/USDT", side: "long", quantity: "1", currency: "USDT", fees: "0.1" };
  const at = (hour) => "2024-01-" + day + "T" + hour + ":00:00.000000Z";
  builder.add({ ...shared, id: day + "a", timestamp: at("08"), event_type: "trade_entry", price: "100" });
  builder.add({ ...shared, id: day + "b", timestamp: at("09"), event_type: "trade_exit", price: "101", pnl: day % 3 ? "1.5" : "-2" });
}
const report = builder.finish();
for (let n = 0; n < Number(process.argv[1]); n++) reports.renderPerformanceHtml(report);
const files = [
  reports.renderPerformanceHtml(report, { linkBase: "https://daybook.example" }),
  reports.reportJson(report),
  [...reports.tradesCsv(report.trade_list)].join(""),
  reports.tradesParquet(report.trade_list),
  reports.daysParquet(report.days),
];
console.log(files.map((file) => createHash("sha256").update(file).digest("hex")).join("\\n"));
`;

function hashes(drawn, zone) {
  const env = { ...process.env, TZ: zone, LANG: zone === "UTC" ? "C" : "de_CH.UTF-8" };
  return execFileSync(process.execPath, ["--input-type=module", "-e", PROGRAM, String(drawn)], {
    env,
    encoding: "utf8",
  });
}

test("two processes, in other zones and after other drawings, write the same bytes", () => {
  const first = hashes(0, "UTC");
  expect(first.trim().split("\n")).toHaveLength(5);
  expect(hashes(3, "Pacific/Auckland")).toBe(first);
});
