import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { generateDemoLines } from "@daybook/server/demo";
import { afterAll, beforeAll, expect, it } from "vitest";
import { daybook, startInstallation, temporaryDir } from "./harness.mjs";

/**
 * The same events in a server and in files: `--dir` must find, count and print the same. The files hold what a logger
 * leaves: everything in `audit`, compressed backups, the errors again in `errors`, and lines of another logger.
 */
const MINUTE_MS = 60_000;
const nowMs = Date.now();
const recent = generateDemoLines({ seed: 5, startMs: nowMs - 40 * MINUTE_MS, count: 6_000, eventsPerSecond: 5 });
const earlier = generateDemoLines({ seed: 6, startMs: nowMs - 100 * MINUTE_MS, count: 1_500, eventsPerSecond: 2 });
const pino = Array.from({ length: 50 }, (_, i) =>
  JSON.stringify({
    level: [20, 30, 40, 50][i % 4],
    time: nowMs - 20 * MINUTE_MS + i * 1000,
    pid: 77,
    hostname: "h",
    msg: i % 5 === 0 ? `request timeout after ${i} ms` : `request ${i} done`,
    order_id: `ord_${i}`,
    price: 1.5,
    req: { url: `/orders/${i}`, retries: i },
  }),
);

const QUERIES = [
  "",
  "timeout",
  "request timeout",
  '"request 7 done"',
  "time*",
  "level:>=WARNING",
  "level:ERROR",
  "level:(DEBUG OR TRADE_EXECUTED)",
  "-level:DEBUG",
  "symbol:BTCUSDT",
  "symbol:(BTCUSDT OR ETHUSDT) level:>=SIGNAL_RECEIVED",
  "service:trading-engine",
  "service:unknown",
  "service:trad*",
  "event_type:order_filled",
  "category:risk",
  "price:>50000",
  "price:[1 TO 2}",
  "pnl:<0",
  "quantity:*",
  "NOT symbol:*",
  "order_id:ord_1*",
  "ord_42",
  "message:*kraken*",
  "message:/[Tt]ime.?out/",
  "exception_type:*",
  "data.status_code:>=500",
  "data.req.retries:[10 TO 20]",
  "req.url:*orders*",
  "host:demo-a (timeout OR kraken)",
  "pid:77",
  "logger:market*",
  "timestamp:>=now-65m",
];

const data = temporaryDir("log-files");
const logs = temporaryDir("logs");
let installation;
let env;

beforeAll(async () => {
  installation = await startInstallation({ dataDir: data.path });
  env = { DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key };
  const put = (name, lines) => {
    const text = `${lines.join("\n")}\n`;
    writeFileSync(join(logs.path, name), name.endsWith(".gz") ? gzipSync(text) : text);
    return join(logs.path, name);
  };
  const imported = [
    put("audit.2026-01-15.001.log.gz", earlier),
    put("audit.2026-01-15.002.log.gz", recent.slice(0, 2_500)),
    put("audit.log", recent.slice(2_500)),
    put("pino.ndjson", pino),
  ];
  put(
    "errors.log",
    recent.filter((line) => /"level":"(ERROR|CRITICAL)"/.test(line)),
  );
  put(
    "trades.log",
    recent.filter((line) => /"symbol":/.test(line)),
  );
  const { code, stdout, stderr } = await daybook(["import", ...imported], { env });
  if (code !== 0) throw new Error(`the import failed: ${stdout}${stderr}`);
  const { journal } = await installation.call("/admin/status");
  await installation.call(`/logs/search?limit=0&min_seq=${journal.last_seq}`);
}, 120_000);

afterAll(async () => {
  await installation?.stop();
  data.remove();
  logs.remove();
});

/** What the server and the files answer to the same command line. */
async function both(command, ...argv) {
  const [fromServer, fromFiles] = [
    await daybook([command, ...argv], { env }),
    await daybook([command, "--dir", logs.path, ...argv]),
  ];
  expect(fromServer.code, fromServer.stderr).toBe(0);
  expect(fromFiles.code, fromFiles.stderr).toBe(0);
  return [fromServer.stdout, fromFiles.stdout];
}

/** Names that server and files share; a line of pino gets its id only in the server. */
function nameOf({ timestamp, id, time, msg, message, pid }) {
  return pid === 77
    ? `${timestamp ?? new Date(time).toISOString().replace("Z", "000Z")} ${msg ?? message}`
    : `${timestamp} ${id}`;
}

function namesOf(ndjson) {
  return ndjson
    .split("\n")
    .filter(Boolean)
    .map((line) => nameOf(JSON.parse(line)));
}

/** All that the server finds, newest first. */
async function served(query) {
  const events = [];
  let cursor;
  let total;
  do {
    const body = { query, limit: 1000, total: "exact", ...(cursor ? { cursor } : {}) };
    const reply = await installation.call("/logs/search", { method: "POST", body });
    events.push(...reply.events);
    total = reply.total;
    cursor = reply.next_cursor;
  } while (cursor);
  return { names: events.map(nameOf), total };
}

const counts = new Map();

it.each(QUERIES.map((query) => [query]))(
  "%j finds the same events, newest first, and counts the same",
  async (query) => {
    const read = await daybook(["search", "--dir", logs.path, "--json", "--limit", "all", "--total", "--", query]);
    expect(read.code, read.stderr).toBe(0);
    const names = namesOf(read.stdout);
    const expected = await served(query);
    // Events of one microsecond have no order of their own.
    expect(names.toSorted()).toEqual(expected.names.toSorted());
    expect(names.map((name) => name.slice(0, 27))).toEqual(expected.names.map((name) => name.slice(0, 27)));
    expect(JSON.parse(read.stderr)).toEqual({ total: expected.total, shown: expected.total });
    counts.set(query, names.length);
  },
);

it("nearly all of the queries found something", () => {
  expect(counts.size).toBe(QUERIES.length);
  expect([...counts.values()].filter((count) => count > 0).length).toBeGreaterThan(QUERIES.length - 6);
});

it("only counts", async () => {
  const [fromServer, fromFiles] = await both("search", "timeout", "--limit", "0");
  expect(fromFiles).toBe(fromServer);
});

it("oldest first, in a window of time", async () => {
  const window = [
    "--start",
    new Date(nowMs - 35 * MINUTE_MS).toISOString(),
    "--end",
    new Date(nowMs - 30 * MINUTE_MS).toISOString(),
  ];
  const [fromServer, read] = (await both("search", "--json", "--order", "asc", "--limit", "300", ...window)).map(
    namesOf,
  );
  expect(read.length).toBe(300);
  expect(read.map((name) => name.slice(0, 27))).toEqual(fromServer.map((name) => name.slice(0, 27)));
});

it("prints the same for people and as CSV", async () => {
  for (const format of [
    ["--utc"],
    ["--csv", "timestamp,level,service,event_type,message,symbol,quantity,price,pnl,data"],
  ]) {
    const [fromServer, read] = await both("search", "level:>=SIGNAL_RECEIVED", "--limit", "all", ...format);
    expect(read.split("\n").toSorted()).toEqual(fromServer.split("\n").toSorted());
  }
});

it("gives the exact lines", async () => {
  const { stdout } = await daybook(["search", "--dir", logs.path, "--json", "--limit", "all"]);
  expect(stdout.split("\n").filter(Boolean).toSorted()).toEqual([...recent, ...earlier, ...pino].toSorted());
});

it.each(["1h", "24h", "7d"])("has the same statistics of %s", async (range) => {
  const [fromServer, read] = (await both("stats", "--range", range, "--json")).map((text) => JSON.parse(text));
  for (const name of ["range", "total", "errors", "previous", "by_level", "by_service", "by_event_type"])
    expect(read[name], name).toEqual(fromServer[name]);
  const sum = ({ error_trend: steps }) =>
    steps.reduce((all, step) => [all[0] + step.total, all[1] + step.errors], [0, 0]);
  expect(sum(read)).toEqual(sum(fromServer));
  expect(read.error_trend.length).toBe(fromServer.error_trend.length);
});

it("tells a wrong query in the same words", async () => {
  for (const query of ["a AND", "level:LOUD", "price:x", "message:/(/"]) {
    const fromServer = await daybook(["search", query], { env });
    expect(await daybook(["search", "--dir", logs.path, query])).toEqual(fromServer);
    expect(fromServer.code).toBe(2);
  }
});

it("finds no damage in them", async () => {
  const { code, stdout } = await daybook(["verify", "--dir", logs.path]);
  expect(stdout).toContain("nothing changed: no damage found; not provable without an audit trail");
  expect(code).toBe(0);
});
