import { join } from "node:path";
import type { ReportRequest } from "@daybook/analytics";
import type { Config } from "../config/settings.ts";
import type { ReportsDoor } from "../http/rooms.ts";
import { Exports } from "../reports/export-logs.ts";
import { renderDaily, renderLogs, renderPerformance } from "../reports/render.ts";
import { ReportRoom } from "../reports/report-room.ts";
import { startSchedule } from "../reports/schedule.ts";
import type { ScheduleKind, ScheduledReport } from "../reports/schedule.ts";
import { readNoTrade, readReconciliation, readTradeLife } from "../reports/trade-views.ts";
import { shownLife, shownNoTrade, shownReconciliation } from "../reports/shown-views.ts";
import type { Store } from "../store/index.ts";
import type { Jobs } from "./jobs.ts";
import type { Parts } from "./rooms.ts";

export type ReportSettings = Pick<
  Config,
  "reports" | "report_time_zone" | "report_close" | "report_periods_per_year" | "starting_equity"
>;

/** What HTTP opens of reports. */
export function createReportsDoor(
  { config, store, dataDir, ingest, publicUrl }: Parts,
  jobs: Jobs,
  nowMs: () => number,
): ReportsDoor {
  const room = new ReportRoom(store, nowMs);
  const exports = new Exports(join(dataDir, "exports"));
  const usual = (request: ReportRequest): ReportRequest => withSettings(request, config);
  const periodOf = (request: ReportRequest) => room.parse(usual(request)).options.period;
  return {
    performance: async (request, format, table, signal) =>
      renderPerformance(room, usual(request), { format, table, linkBase: publicUrl() }, signal),
    daily: async (request, format, signal) =>
      renderDaily(await room.daily(usual(request), signal), { format, linkBase: publicUrl() }),
    logs: async (request, format, signal) =>
      renderLogs(await room.logs(usual(request), signal), { format, linkBase: publicUrl() }),
    tradingMetrics: (request, signal) => room.performance({ max_trades: "0", ...usual(request) }, signal),
    symbolPerformance: async (request, signal) => {
      const report = await room.performance({ max_trades: "0", ...usual(request) }, signal);
      const { period, currency, convention, by_symbol: symbols, notes } = report;
      return { period, currency, convention, symbols, notes, as_of_seq: report.as_of_seq };
    },
    systemMetrics: (request, signal) => room.logs(usual(request), signal),
    riskMetrics: (request, signal) => room.risk(usual(request), signal),
    errorSummary: async (request, signal) => {
      const { period, system, as_of_seq: asOfSeq } = await room.logs(usual(request), signal);
      const { errors: total, ...errors } = system.errors;
      return { period, total_errors: total, ...errors, as_of_seq: asOfSeq };
    },
    tradeLife: async (id, signal) => shownLife(await readTradeLife(store, id, signal)),
    noTrade: async (request, signal) => shownNoTrade(await readNoTrade(store, periodOf(request), signal)),
    reconcile: async (request, csv, signal) =>
      shownReconciliation(await readReconciliation(store, periodOf(request), csv, signal)),
    startExport({ output_file, event_types: types, query, start_date, end_date, time_zone }, by) {
      exports.check(output_file);
      const { start, end } = periodOf({ start: start_date, end: end_date, time_zone });
      const ofTypes =
        types.length === 0 ? "" : `event_type:(${types.map((type) => JSON.stringify(type)).join(" OR ")})`;
      const whole = [query === "" ? "" : `(${query})`, ofTypes].filter((part) => part !== "").join(" AND ");
      return jobs.start("export", async (progress) => {
        const written = await exports.write({ output_file, query: whole, start, end }, store, progress);
        const data = { format: output_file.split(".").at(-1) ?? "", file: output_file, events: written.events, by };
        await ingest.acceptInternal({ event_type: "export", message: `Export written to ${output_file}`, data });
        return written;
      });
    },
    listExports: () => exports.list(),
    openExport: (name) => exports.open(name),
  };
}

/** Makes the daily and hourly reports by themselves; returns the way to end it. */
export function startReports(
  config: ReportSettings,
  { store, dataDir, publicUrl }: { store: Store; dataDir: string; publicUrl: () => string },
  nowMs: () => number,
  onFault: (error: unknown) => void,
): () => void {
  const room = new ReportRoom(store, nowMs);
  return startSchedule({
    kinds: config.reports,
    close: config.report_close,
    timeZone: config.report_time_zone,
    dir: join(dataDir, "reports"),
    make: (kind, atMs) => makeScheduled(room, kind, config, publicUrl(), atMs),
    nowMs,
    onFault,
  });
}

const HOUR_MS = 3_600_000;

async function makeScheduled(
  room: ReportRoom,
  kind: ScheduleKind,
  config: ReportSettings,
  linkBase: string,
  atMs: number,
): Promise<ScheduledReport[]> {
  if (kind === "hourly") {
    const endMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    const [start, end] = [new Date(endMs - HOUR_MS).toISOString(), new Date(endMs).toISOString()];
    const report = await room.logs({ start, end });
    const name = `hourly-${start.slice(0, 13)}`;
    return [
      { name: `${name}.html`, text: renderLogs(report, { format: "html", linkBase }) },
      { name: `${name}.json`, text: renderLogs(report, { format: "json", linkBase }) },
    ];
  }
  // A minute before the moment is within the day that has just ended.
  const day = room.dayOf(atMs - 60_000, { timeZone: config.report_time_zone, close: config.report_close });
  const report = await room.daily(withSettings({ date: day }, config));
  return [
    { name: `daily-${day}.html`, text: renderDaily(report, { format: "html", linkBase }) },
    { name: `daily-${day}.json`, text: renderDaily(report, { format: "json", linkBase }) },
  ];
}

/** The installation's conventions where the request says nothing. */
function withSettings(request: ReportRequest, config: ReportSettings): ReportRequest {
  return {
    ...request,
    time_zone: request.time_zone ?? config.report_time_zone,
    close: request.close ?? config.report_close,
    periods_per_year: request.periods_per_year ?? String(config.report_periods_per_year),
    starting_equity: request.starting_equity ?? config.starting_equity,
  };
}
