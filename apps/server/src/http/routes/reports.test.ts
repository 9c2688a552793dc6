import { createReadStream } from "node:fs";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { beforeEach, expect, test } from "vitest";
import type { ReportsDoor, Rooms } from "../rooms.ts";
import { reportRoutes } from "./reports.ts";

let asked: unknown[][] = [];
const note = (...what: unknown[]): Promise<string> => {
  asked.push(what.filter((one) => !(one instanceof AbortSignal)));
  return Promise.resolve("{}");
};
const DOOR: ReportsDoor = {
  performance: (request, format, table) => note("performance", request, format, table),
  daily: (request, format) => note("daily", request, format),
  logs: (request, format) => note("logs", request, format),
  tradingMetrics: (request) => note("trading", request),
  symbolPerformance: (request) => note("symbols", request),
  systemMetrics: (request) => note("system", request),
  riskMetrics: (request) => note("risk", request),
  errorSummary: (request) => note("errors", request),
  tradeLife: (id) => note("life", id),
  noTrade: (request) => note("none", request),
  reconcile: (_request, csv) => note("reconcile", Buffer.from(csv).toString()),
  startExport: (request, by) => {
    asked.push(["export", request.output_file, request.event_types, by]);
    return { id: "j", kind: "export", state: "running", progress: 0, message: "", result: null };
  },
  listExports: () => Promise.resolve([]),
  openExport: () => Promise.resolve({ stream: createReadStream("/dev/null"), size: 0 }),
};

beforeEach(() => {
  asked = [];
});

async function ask(method: "GET" | "POST", url: string, payload?: object | string, type?: string) {
  const app = Fastify().setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  reportRoutes(app, { reports: DOOR } as Partial<Rooms> as Rooms);
  const headers = type === undefined ? {} : { "content-type": type };
  const reply = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  await app.close();
  return reply;
}

test("the seeds' names of the bounds count where ours are not given; symbols may be several", async () => {
  await ask(
    "GET",
    "/reports/performance?start_date=2024-01-01&end_date=2024-01-31&symbol=A&symbol=B&format=csv&table=days",
  );
  expect(asked[0]).toMatchObject([
    "performance",
    { start: "2024-01-01", end: "2024-01-31", symbol: ["A", "B"] },
    "csv",
    "days",
  ]);
  await ask("GET", "/audit/trading_metrics?start=2024-02-01&start_date=2024-01-01&symbol=A");
  expect(asked[1]).toMatchObject(["trading", { start: "2024-02-01", symbol: ["A"] }]);
});

test("each form has its type, a page its own policy, a table its name", async () => {
  const html = await ask("GET", "/reports/daily?date=2024-01-01&format=html");
  expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(html.headers["content-security-policy"]).toContain("default-src 'none'");
  const csv = await ask("GET", "/reports/performance?format=csv");
  expect(csv.headers["content-disposition"]).toBe('attachment; filename="trades.csv"');
});

test.each([
  ["/audit/daily_report?date=2024-01-01", "daily"],
  ["/reports/logs", "logs"],
  ["/audit/symbol_performance", "symbols"],
  ["/audit/system_metrics", "system"],
  ["/audit/risk_metrics", "risk"],
  ["/audit/error_summary", "errors"],
  ["/reports/trades/a%2Fb", "life"],
  ["/reports/no_trade?timeframe=1d", "none"],
])("%s asks for %s", async (url, what) => {
  expect((await ask("GET", url)).statusCode).toBe(200);
  expect(asked[0]?.[0]).toBe(what);
});

test("a statement is text/csv, an export a plain name", async () => {
  expect((await ask("POST", "/reports/reconciliation", "a,b", "text/csv")).statusCode).toBe(200);
  expect(asked[0]).toEqual(["reconcile", "a,b"]);
  expect(
    (await ask("POST", "/audit/export_logs", { output_file: "x.csv", event_types: ["trade_exit"] })).statusCode,
  ).toBe(202);
  expect(asked[1]).toEqual(["export", "x.csv", ["trade_exit"], "admin"]);
  expect((await ask("POST", "/audit/export_logs", {})).statusCode).toBe(400);
});

test("what is no form is refused", async () => {
  for (const url of ["/reports/performance?format=pdf", "/reports/daily?format=csv", "/reports/performance?table=x"]) {
    expect((await ask("GET", url)).statusCode).toBe(400);
  }
  expect(asked).toEqual([]);
});
