import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ReportFlags, ReportKind } from "../commands/report.ts";
import type { Host } from "../host.ts";
import type { Run } from "../run.ts";
import { runReport } from "./run-report.ts";
import { silentHost } from "./silent-host.ts";

let dir: string;
let written: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-run-report-"));
  written = "";
  const about = {
    trade_id: "t",
    symbol: "BTCUSDT",
    quantity: "1",
    currency: "USDT",
    service: "bot",
    level: "INFO",
    message: "",
  };
  const events = [
    {
      ...about,
      id: "e",
      event_type: "trade_entry",
      timestamp: "2024-01-15T10:00:00.000000Z",
      side: "buy",
      price: "10",
    },
    { ...about, id: "x", event_type: "trade_exit", timestamp: "2024-01-15T11:00:00.000000Z", price: "12", pnl: "2" },
  ];
  writeFileSync(join(dir, "trades.log"), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function run(kind: ReportKind, flags: Partial<ReportFlags>): Promise<number> {
  const silent = silentHost();
  const out = { ...silent.out, write: (text: string) => void (written += text) };
  const host: Host = { ...silent, cwd: dir, out, nowMs: () => Date.parse("2024-01-20T00:00:00Z") };
  const state: Run = { exitCode: 0, query: undefined };
  await runReport(kind, { table: "trades", dir: [dir], ...flags }, host, state);
  return state.exitCode;
}

test("text goes to the output, a file is whole under its name", async () => {
  expect(await run("performance", {})).toBe(0);
  expect(written).toContain("+2 USDT");
  for (const out of ["r.html", "r.json", "r.csv", "r.parquet"]) await run("performance", { out });
  expect(readdirSync(dir).sort()).toEqual(["r.csv", "r.html", "r.json", "r.parquet", "trades.log"]);
  expect(readFileSync(join(dir, "r.csv"), "utf8").split("\r\n")).toHaveLength(3);
  await run("performance", { out: "d.csv", table: "days" });
  expect(readFileSync(join(dir, "d.csv"), "utf8")).toContain("2024-01-15");
});

test("each kind has its text, its JSON and its page", async () => {
  for (const kind of ["daily", "logs"] as const) {
    await run(kind, { date: "2024-01-15" });
    await run(kind, { date: "2024-01-15", format: "json" });
    await run(kind, { date: "2024-01-15", format: "html" });
  }
  expect(written).toContain("daybook daily report 1");
  expect(written).toContain("daybook log report 1");
});

test.each<[ReportKind, Partial<ReportFlags>, RegExp]>([
  ["performance", { date: "2024-01-21" }, /--date: 2024-01-21 has not begun/],
  ["performance", { from: "2024-02-01", to: "2024-01-01" }, /--from: 2024-02-01 has not begun/],
  ["performance", { zone: "X" }, /--zone: .*no time zone/],
  ["performance", { periodsPerYear: "0" }, /--periods-per-year: /],
  ["daily", { format: "csv" }, /has no csv/],
  ["performance", { format: "parquet" }, /does not go to a terminal/],
  ["performance", { url: "http://x" }, /--dir and --url/],
])("%s %j is refused", async (kind, flags, message) => {
  await expect(run(kind, flags)).rejects.toThrow(message);
});
