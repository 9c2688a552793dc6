import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daybook, eventually, startInstallation, temporaryDir } from "./harness.mjs";

/** Reports of a real installation: over HTTP, from the command, and from log files without a server, the same figures. */
const data = temporaryDir("reports");
const files = temporaryDir("report-files");
let installation;
let env;

const DAY = "2024-01-15";
const at = (day, time) => `2024-01-${day}T${time}.000000Z`;
/** Three trades on two days: +10 and −4 on the 15th, +6.5 on the 16th; a fourth stays open. */
const EVENTS = [
  event("account_balance", at(14, "23:00:00"), { currency: "USDT", data: { total: "1000" } }),
  ...trade("t1", "BTCUSDT", "momentum", at(15, "10:00:00"), at(15, "11:00:00"), "100", "110", "10", "take_profit"),
  ...trade("t2", "ETHUSDT", "reversion", at(15, "12:00:00"), at(15, "13:30:00"), "50", "46", "-4", "stop_loss"),
  ...trade("t3", "BTCUSDT", "momentum", at(16, "01:00:00"), at(16, "02:00:00"), "100", "106.5", "6.5", "take_profit"),
  event("trade_entry", at(16, "03:00:00"), { ...money("BTCUSDT", "1", "105"), trade_id: "t4", side: "buy" }),
  event("entry_signal", at(15, "09:59:58"), { symbol: "BTCUSDT", trade_id: "t1", strategy: "momentum" }),
  event("order_placed", at(15, "09:59:59"), {
    ...money("BTCUSDT", "1", "100"),
    side: "buy",
    order_id: "o1",
    trade_id: "t1",
  }),
  event("entry_signal", at(15, "20:00:00"), { symbol: "SOLUSDT", trade_id: "t9", strategy: "momentum" }),
  event("risk_limit_hit", at(15, "20:00:01"), { symbol: "SOLUSDT", trade_id: "t9", data: { limit_name: "exposure" } }),
  event("api_error", at(15, "14:00:00"), { level: "ERROR", message: "timeout", data: { endpoint: "/orders" } }),
];

function money(symbol, quantity, price) {
  return { symbol, quantity, price, currency: "USDT" };
}

function event(event_type, timestamp, fields) {
  return {
    id: `${event_type}-${timestamp}-${fields.trade_id ?? ""}`,
    service: "bot",
    level: "INFO",
    message: event_type,
    event_type,
    timestamp,
    ...fields,
  };
}

function trade(trade_id, symbol, strategy, opened, closed, entry, exit, pnl, reason) {
  const about = { trade_id, strategy };
  return [
    event("trade_entry", opened, { ...about, ...money(symbol, "1", entry), side: "buy" }),
    event("trade_exit", closed, { ...about, ...money(symbol, "1", exit), side: "sell", pnl, data: { reason } }),
  ];
}

beforeAll(async () => {
  installation = await startInstallation({ dataDir: data.path });
  env = { DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key };
  const reply = await installation.call("/logs", { method: "POST", body: EVENTS });
  if (reply.accepted !== EVENTS.length) throw new Error(`not taken: ${JSON.stringify(reply)}`);
  await installation.call("/logs/search", { method: "POST", body: { query: "", limit: 1, min_seq: reply.last_seq } });
  mkdirSync(join(files.path, "logs"));
  writeFileSync(join(files.path, "logs", "trades.log"), EVENTS.map((one) => `${JSON.stringify(one)}\n`).join(""));
}, 120_000);

afterAll(async () => {
  await installation?.stop();
  data.remove();
  files.remove();
});

const raw = (path, init = {}) =>
  fetch(installation.url + path, {
    ...init,
    headers: { authorization: `Bearer ${installation.key}`, ...init.headers },
  });

describe("over HTTP", () => {
  it("a performance report has exact sums, returns, days and what is open", async () => {
    const report = await installation.call("/reports/performance");
    expect(report).toMatchObject({
      currency: "USDT",
      starting_equity: "1000",
      starting_equity_from: "account_balance",
      ending_equity: "1012.5",
      trades: { trades: 3, wins: 2, losses: 1, pnl: "12.5", gross_profit: "16.5", gross_loss: "-4" },
      by_symbol: [
        { key: "BTCUSDT", trades: 2, pnl: "16.5" },
        { key: "ETHUSDT", trades: 1, pnl: "-4" },
      ],
      open_positions: [{ id: "t4", quantity: "1" }],
    });
    expect(report.days.map(({ day, pnl, equity, trades }) => [day, pnl, equity, trades])).toEqual([
      ["2024-01-15", "6", "1006", 2],
      ["2024-01-16", "6.5", "1012.5", 1],
    ]);
    expect(report.days[1].return).toBeCloseTo(6.5 / 1006, 15);
    expect(report.as_of_seq).toBeGreaterThan(0);
  });

  it("a period, a symbol, a close in another zone and another tool's figures can be asked for", async () => {
    const day = await installation.call(`/reports/performance?date=${DAY}`);
    expect(day.trades).toMatchObject({ trades: 2, pnl: "6" });
    expect(day.starting_equity).toBe("1000");
    const symbol = await installation.call("/reports/performance?symbol=ETHUSDT&symbol=SOLUSDT");
    expect(symbol.trades).toMatchObject({ trades: 1, pnl: "-4" });
    const york = await installation.call(`/reports/performance?date=${DAY}&time_zone=America/New_York&close=08:00`);
    expect(york.trades).toMatchObject({ trades: 1, pnl: "10" });
    const compat = await installation.call("/reports/performance?compat=freqtrade");
    expect(compat.compat.figures.find(({ name }) => name === "sharpe")).toMatchObject({
      why: expect.stringMatching(/√365/),
    });
  });

  it("the figures of the audit addresses agree with it", async () => {
    const range = "start_date=2024-01-01&end_date=2024-01-31";
    const metrics = await installation.call(`/audit/trading_metrics?${range}`);
    expect(metrics.trades).toMatchObject({ trades: 3, pnl: "12.5" });
    const symbols = await installation.call(`/audit/symbol_performance?${range}`);
    expect(symbols.symbols.map(({ key, pnl }) => [key, pnl])).toEqual([
      ["BTCUSDT", "16.5"],
      ["ETHUSDT", "-4"],
    ]);
    expect(await installation.call(`/audit/error_summary?${range}`)).toMatchObject({ total_errors: 1 });
    expect(await installation.call(`/audit/risk_metrics?${range}`)).toMatchObject({ limit_hits: 1 });
    const { system } = await installation.call(`/audit/system_metrics?${range}`);
    expect(system.volume).toMatchObject([{ service: "bot", events: EVENTS.length }]);
    const daily = await installation.call(`/audit/daily_report?date=${DAY}`);
    expect(daily.performance.trades).toMatchObject({ trades: 2, pnl: "6" });
    expect(daily.system.errors.errors).toBe(1);
  });

  it("HTML, CSV and Parquet hold the same, and the same bytes each time", async () => {
    for (const format of ["html", "csv", "parquet"]) {
      const path = `/reports/performance?format=${format}&end=2024-02-01`;
      const [first, second] = [await raw(path), await raw(path)];
      expect(first.status).toBe(200);
      const bytes = Buffer.from(await first.arrayBuffer());
      expect(bytes.equals(Buffer.from(await second.arrayBuffer()))).toBe(true);
      if (format === "csv") expect(bytes.toString().trim().split("\n")).toHaveLength(4);
      if (format === "parquet") expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
      if (format === "html") {
        expect(bytes.toString()).toContain("BTCUSDT");
        expect(first.headers.get("content-security-policy")).toContain("default-src 'none'");
      }
    }
    const daily = await raw(`/reports/daily?date=${DAY}&format=html`);
    expect(await daily.text()).toContain("timeout");
  });

  it("every link of a report finds lines, that of the trades one for each", async () => {
    const html = await (await raw(`/reports/performance?format=html&date=${DAY}`)).text();
    const links = [...html.matchAll(/href="([^"]*[?&](?:amp;)?q=[^"]*)"/g)].map(
      ([, href]) => new URL(href.replaceAll("&amp;", "&")),
    );
    expect(links.length).toBeGreaterThan(5);
    const [, address, count] = /Trades<\/dt>[\s\S]*?href="([^"]+)"[^>]*>(\d+)</.exec(html);
    const trades = new URL(address.replaceAll("&amp;", "&")).searchParams;
    const behind = await installation.call("/logs/search", {
      method: "POST",
      body: { query: trades.get("q"), start_time: trades.get("from"), end_time: trades.get("to"), limit: 0 },
    });
    expect([count, behind.total]).toEqual(["2", 2]);
    for (const { searchParams } of links) {
      const body = {
        query: searchParams.get("q"),
        start_time: searchParams.get("from"),
        end_time: searchParams.get("to"),
        limit: 10,
      };
      const found = await installation.call("/logs/search", { method: "POST", body });
      expect([searchParams.get("q"), found.events.length > 0]).toEqual([searchParams.get("q"), true]);
    }
  });

  it.each([
    ["/reports/performance?date=2024-02-30", "date"],
    ["/reports/performance?date=2199-01-01", "date"],
    ["/reports/performance?start=2024-02-01&end=2024-01-01", "end"],
    ["/reports/performance?time_zone=Mars/Base", "time_zone"],
    ["/reports/performance?close=5pm", "close"],
    ["/reports/performance?timeframe=1h", "timeframe"],
    ["/reports/performance?compat=excel", "compat"],
    ["/audit/daily_report?date=today", "date"],
  ])("%s is refused by name", async (path, parameter) => {
    const response = await raw(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "DAYBOOK_REPORT_PARAMETER", parameter });
  });

  it("a day without events is an empty report", async () => {
    const report = await installation.call("/reports/performance?date=2020-05-05");
    expect(report.trades).toMatchObject({ trades: 0, pnl: "0", win_rate: { value: null, reason: "no trades" } });
    expect((await raw("/reports/performance?date=2020-05-05&format=html")).status).toBe(200);
  });

  it("a trade's whole life, and signals that did not become orders", async () => {
    const life = await installation.call("/reports/trades/t1");
    expect(life.trade).toMatchObject({ id: "t1", pnl: "10" });
    expect(life.steps.map(({ kind }) => kind)).toEqual(["signal", "order", "entry", "exit"]);
    expect(life.steps[1].latency_us).toBe(1_000_000);
    expect((await raw("/reports/trades/nobody")).status).toBe(404);
    const none = await installation.call(`/reports/no_trade?date=${DAY}`);
    expect(none.list).toMatchObject([{ symbol: "SOLUSDT", strategy: "momentum" }]);
    expect(none.not_traded).toBe(1);
  });

  it("a statement is held against the log", async () => {
    const fills = [1, 2].map((n) =>
      event("order_filled", at(17, `10:00:0${n}`), {
        ...money("BTCUSDT", "1", "100"),
        side: "buy",
        order_id: `f${n}`,
        trade_id: `x${n}`,
      }),
    );
    const { last_seq } = await installation.call("/logs", { method: "POST", body: fills });
    await installation.call("/logs/search", { method: "POST", body: { query: "", limit: 1, min_seq: last_seq } });
    const csv = [
      "Time,Pair,Side,Price,Amount,Fee,Trade ID,Order ID",
      "2024-01-17 10:00:01,BTCUSDT,BUY,100,1,0.1,x1,f1",
      "2024-01-17 10:00:05,BTCUSDT,SELL,101,1,0.1,x3,f3",
    ].join("\n");
    const response = await raw("/reports/reconciliation?date=2024-01-17", {
      method: "POST",
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    const result = await response.json();
    expect(result.matched).toBe(1);
    expect(result.differences.map(({ problem }) => problem).sort()).toEqual(["missing_in_log", "missing_in_statement"]);
  });

  it("events go to a file of the exports, with progress, and nowhere else", async () => {
    const body = {
      output_file: "trades.csv",
      start_date: "2024-01-01",
      end_date: "2024-01-31",
      event_types: ["trade_entry", "trade_exit"],
    };
    const { id } = await installation.call("/audit/export_logs", { method: "POST", body });
    const done = await eventually("the export ends", async () => {
      const job = await installation.call(`/admin/jobs/${id}`);
      return job.state === "running" ? undefined : job;
    });
    expect(done).toMatchObject({ state: "done", progress: 1, result: { file: "trades.csv", events: 7 } });
    const text = await (await raw("/exports/trades.csv")).text();
    expect(text.trim().split("\n")).toHaveLength(8);
    expect(await installation.call("/exports")).toMatchObject([{ name: "trades.csv" }]);
    for (const output_file of ["../x.csv", "/tmp/x.csv", "x.exe", ".hidden.csv"]) {
      const response = await raw("/audit/export_logs", {
        method: "POST",
        body: JSON.stringify({ output_file }),
        headers: { "content-type": "application/json" },
      });
      expect(await response.json()).toMatchObject({ status: 400, code: "DAYBOOK_REPORT_FILE" });
    }
    expect((await raw("/exports/..%2Fkeys%2Fadmin.key")).status).toBe(404);
  });
});

describe("from the command", () => {
  it("a report on the terminal, from the server and from files, the same figures", async () => {
    const server = await daybook(["report", "--json", "--to", "2024-01-16"], { env });
    const dir = await daybook(["report", "--json", "--to", "2024-01-16", "--dir", join(files.path, "logs")]);
    expect([server.code, dir.code]).toEqual([0, 0]);
    const { as_of_seq: _, ...one } = JSON.parse(server.stdout);
    const other = JSON.parse(dir.stdout);
    expect(other.trades).toEqual(one.trades);
    expect(other.days).toEqual(one.days);
    expect(other.returns).toEqual(one.returns);
    const text = await daybook(["report", "--dir", join(files.path, "logs")]);
    expect(text.stdout).toContain("+12.5 USDT");
    expect(text.stdout).toContain("1 position still open");
  });

  it("files by their ending", async () => {
    for (const name of ["r.html", "r.json", "r.csv", "r.parquet"]) {
      const out = join(files.path, name);
      const { code } = await daybook(["report", "--dir", join(files.path, "logs"), "--out", out]);
      expect(code).toBe(0);
      expect(readFileSync(out).length).toBeGreaterThan(100);
    }
    const daily = await daybook(["report", "daily", "--date", DAY], { env });
    expect(daily.code).toBe(0);
    expect(daily.stdout).toContain("Most frequent errors");
  });

  it("events of a type to a file, from the server and from files the same", async () => {
    const args = ["--type", "trade_exit", "--from", "2024-01-01", "--to", "2024-01-17"];
    const server = await daybook(["export", "--out", join(files.path, "s.ndjson"), ...args], { env });
    const dir = await daybook([
      "export",
      "--out",
      join(files.path, "d.ndjson"),
      ...args,
      "--dir",
      join(files.path, "logs"),
    ]);
    expect([server.code, dir.code, server.stderr]).toEqual([
      0,
      0,
      "3 events written to " + join(files.path, "s.ndjson") + ".\n",
    ]);
    const idsOf = (name) =>
      readFileSync(join(files.path, name), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id);
    expect(idsOf("d.ndjson")).toEqual(idsOf("s.ndjson"));
  });

  it.each([
    [["export"], /Nothing says what to export/],
    [["report", "--date", "2024-02-30"], /--date: "2024-02-30" is no day/],
    [["report", "--from", "2024-02-01", "--to", "2024-01-01"], /--to: .*exchange them/],
    [["report", "--zone", "Nowhere"], /--zone: .*no time zone/],
    [["report", "daily", "--format", "csv"], /has no csv/],
    [["report", "--format", "parquet"], /does not go to a terminal/],
    [["report", "--compat", "excel"], /quantstats/],
  ])("%j says what is right", async (args, message) => {
    const { code, stderr } = await daybook(args, { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
