import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ReportCondition } from "../reports/conditions.ts";
import { createJobs } from "./jobs.ts";
import { createReportsDoor, startReports } from "./reports-door.ts";
import type { Parts } from "./rooms.ts";

const NOW = Date.parse("2024-01-16T22:00:10Z");
let dir: string;
let conditions: ReportCondition[];
let recorded: unknown[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-door-"));
  conditions = [];
  recorded = [];
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

function parts(): Parts {
  const store = {
    scan: (condition: ReportCondition) => {
      conditions.push(condition);
      return Promise.resolve(9);
    },
    volume: () => Promise.resolve([]),
    search: () => Promise.resolve({ lines: [], total: 0, next_cursor: null, as_of_seq: 9 }),
  };
  const config = {
    reports: ["daily"],
    report_time_zone: "America/New_York",
    report_close: "17:00",
    report_periods_per_year: 252,
    starting_equity: "5000",
  };
  const ingest = { acceptInternal: (event: unknown) => Promise.resolve(void recorded.push(event)) };
  return { config, store, ingest, dataDir: dir, publicUrl: () => "http://x" } as Partial<
    Record<keyof Parts, unknown>
  > as Parts;
}

const jobs = () => createJobs({ newId: () => "job", report: () => {} });
const signal = new AbortController().signal;

test("the installation's conventions count where a request says nothing", async () => {
  const door = createReportsDoor(parts(), jobs(), () => NOW);
  const text = String(await door.performance({ date: "2024-01-15" }, "json", "trades", signal));
  expect(JSON.parse(text)).toMatchObject({
    convention: { time_zone: "America/New_York", close: "17:00", periods_per_year: 252 },
    period: { start: "2024-01-12T22:00:00.000000Z".replace("12", "14"), end: "2024-01-15T22:00:00.000000Z" },
    starting_equity: "5000",
  });
  const utc = JSON.parse(
    String(await door.performance({ time_zone: "UTC", close: "00:00" }, "json", "trades", signal)),
  );
  expect(utc).toMatchObject({ convention: { time_zone: "UTC", close: "00:00" } });
});

test("figures alone, each with its period", async () => {
  const door = createReportsDoor(parts(), jobs(), () => NOW);
  expect(await door.tradingMetrics({}, signal)).toMatchObject({ trades: { trades: 0 }, trade_list: [] });
  expect(await door.symbolPerformance({}, signal)).toMatchObject({ symbols: [], as_of_seq: 9 });
  expect(await door.systemMetrics({}, signal)).toMatchObject({ system: { events: 0 } });
  expect(await door.riskMetrics({}, signal)).toMatchObject({ limit_hits: 0 });
  expect(await door.errorSummary({}, signal)).toMatchObject({ total_errors: 0, by_source: [] });
  expect(await door.noTrade({}, signal)).toMatchObject({ signals: 0, list: [] });
  await expect(door.tradeLife("t", signal)).rejects.toMatchObject({ code: "DAYBOOK_HTTP_NOT_FOUND" });
});

test("an export is a job that leaves a record; a wrong name or time is refused before it begins", async () => {
  const own = jobs();
  const door = createReportsDoor(parts(), own, () => NOW);
  const request = { event_types: ['a"b'], query: "level:ERROR" };
  expect(() => door.startExport({ ...request, output_file: "../x.csv" }, "ada")).toThrow(/plain name/);
  expect(() => door.startExport({ ...request, output_file: "x.csv", start_date: "soon" }, "ada")).toThrow(/start/);
  expect(door.startExport({ ...request, output_file: "x.csv" }, "ada")).toMatchObject({ kind: "export" });
  await own.idle();
  expect(own.get("job")).toMatchObject({ state: "done", result: { file: "x.csv", events: 0 } });
  expect(recorded).toMatchObject([{ event_type: "export", data: { file: "x.csv", by: "ada" } }]);
  expect(await door.listExports()).toMatchObject([{ name: "x.csv" }]);
});

test("a day's report is written a moment after its close, for the day that ended", async () => {
  vi.useFakeTimers({ now: NOW - 60_000 });
  const faults: unknown[] = [];
  const { config, store, publicUrl } = parts();
  const stop = startReports(
    config,
    { store, dataDir: dir, publicUrl },
    () => Date.now(),
    (error) => faults.push(error),
  );
  await vi.advanceTimersByTimeAsync(120_000);
  stop();
  vi.useRealTimers();
  expect(faults).toEqual([]);
  expect(readdirSync(join(dir, "reports")).sort()).toEqual(["daily-2024-01-16.html", "daily-2024-01-16.json"]);
  const report = JSON.parse(readFileSync(join(dir, "reports", "daily-2024-01-16.json"), "utf8")) as object;
  expect(report).toMatchObject({
    period: { start: "2024-01-15T22:00:00.000000Z", end: "2024-01-16T22:00:00.000000Z" },
  });
});
