import { setTimeout as delay } from "node:timers/promises";
import { bodies, eventFile } from "./lib/events.mjs";
import { freshInstallation, post, searchable, sql } from "./lib/installation.mjs";
import { median, row, spread } from "./lib/measure.mjs";

/**
 * Twenty queries of the kinds of the search oracle: our language over HTTP against SQL that an expert would write for
 * this table, sent to the same engine over HTTP, in turn. Both give the newest 100 events, or the count.
 */
const COLUMNS = "seq, timestamp, level, service, event_type, message, data";
const NEWEST = "ORDER BY timestamp DESC, seq DESC LIMIT 100";
const select = (where) => `SELECT ${COLUMNS} FROM daybook.logs WHERE ${where} ${NEWEST}`;
const count = (where) => `SELECT count() FROM daybook.logs WHERE ${where}`;

function queries({ requestId, orderId, from, to }) {
  const window = `timestamp >= '${from}' AND timestamp < '${to}'`;
  return [
    ["newest 100", { query: "" }, select("1")],
    ["newest 100 of an hour", { query: "", start_time: from, end_time: to }, select(window)],
    [
      "errors of one service in an hour",
      { query: "level:ERROR service:trading-engine", start_time: from, end_time: to },
      select(`level = 'ERROR' AND service = 'trading-engine' AND ${window}`),
    ],
    [
      "level by rank in an hour",
      { query: "level:>=WARNING", start_time: from, end_time: to },
      select(`level_rank >= 30 AND ${window}`),
    ],
    ["one request id", { query: `request_id:${requestId}` }, select(`request_id = '${requestId}'`)],
    ["one order id in data", { query: `order_id:${orderId}` }, select(`order_id = '${orderId}'`)],
    ["a word", { query: "kraken" }, select("hasAllTokens(message, ['kraken'])")],
    ["a word in capitals", { query: "KRAKEN" }, select("hasAllTokens(message, ['kraken'])")],
    ["two words", { query: "kraken timeout" }, select("hasAllTokens(message, ['kraken', 'timeout'])")],
    [
      "a phrase",
      { query: '"signal generated for"' },
      select("hasAllTokens(message, ['signal', 'generated', 'for']) AND message ILIKE '%signal generated for%'"),
    ],
    ["a prefix", { query: "krak*" }, select("message ILIKE '%krak%' AND match(lower(message), '(^|[^a-z0-9])krak')")],
    ["a word that is nowhere", { query: "zyxwvunoword" }, select("hasAllTokens(message, ['zyxwvunoword'])")],
    ["a substring", { query: "message:*exchange\\ kra*" }, select("message ILIKE '%exchange kra%'")],
    [
      "a regular expression",
      { query: "message:/timeout after 9\\d{3}ms/" },
      select("match(message, 'timeout after 9\\\\d{3}ms')"),
    ],
    [
      "one event type, newest",
      { query: "event_type:order_filled symbol:TSLA" },
      select("event_type = 'order_filled' AND symbol = 'TSLA'"),
    ],
    [
      "a field of data by equality",
      { query: "data.status_code:429" },
      select("JSONExtractInt(data, 'status_code') = 429"),
    ],
    [
      "a field of data by range, counted over an hour",
      { query: "data.latency_us:>4900", total: "exact", limit: 0, start_time: from, end_time: to },
      count(`JSONExtractFloat(data, 'latency_us') > 4900 AND ${window}`),
    ],
    ["count of a word", { query: "kraken", total: "exact", limit: 0 }, count("hasAllTokens(message, ['kraken'])")],
    [
      "count of a level and a service",
      { query: "level:ERROR service:api-gateway", total: "exact", limit: 0 },
      count("level = 'ERROR' AND service = 'api-gateway'"),
    ],
    [
      "count of a word without another",
      { query: "kraken NOT timeout", total: "exact", limit: 0 },
      count("hasAllTokens(message, ['kraken']) AND NOT hasAllTokens(message, ['timeout'])"),
    ],
  ];
}

export async function run({
  tiny = false,
  events = tiny ? 3_000 : Number(process.env.BENCH_SEARCH_EVENTS ?? 10_000_000),
  runs = tiny ? 1 : 5,
} = {}) {
  const installation = await freshInstallation("search", { DAYBOOK_JOURNAL_WINDOW_DAYS: "0" });
  try {
    await load(installation, events);
    const facts = await factsOf(installation);
    const rows = [];
    for (const [name, request, rival] of queries(facts))
      rows.push(await compare(installation, name, request, rival, runs));
    const ratio = spread(rows.map(({ ratio: { median: middle } }) => middle));
    const newest = rows.find(({ query }) => query === "newest 100 of an hour");
    return [
      row(
        `search on ${events} events, 20 queries: ours / best SQL`,
        { ratio, worst: rows.toSorted((a, b) => b.ratio.median - a.ratio.median)[0], queries: rows },
        { must: "median of queries ≤ 1.5×", met: ratio.median <= 1.5 },
      ),
      row(
        `newest 100 of an hour, ${events} events`,
        { ours_ms: newest.ours_ms },
        { must: "≤ 50 ms", met: newest.ours_ms.median <= 50 },
      ),
    ];
  } finally {
    await installation.end();
  }
}

async function load(installation, events) {
  // A million lines are sent again and again: other numbers, same texts, ten times the rows.
  const perFile = Math.min(events, 1_000_000);
  const { path } = eventFile(perFile);
  let last = 0;
  for (let sent = 0; sent < events; sent += perFile) {
    for (const body of bodies(path, 2_000)) last = (await post(installation, body)).last_seq;
    await searchable(installation, last);
    process.stderr.write(`  loaded ${sent + perFile} events\n`);
  }
  // A tiny run has nothing to wait for.
  if (perFile > 100_000) await mergesRest(installation);
}

/** Until the merges of the load are done: both sides are asked on a machine at rest. */
async function mergesRest({ dataDir }) {
  for (let quiet = 0, waited = 0; quiet < 3 && waited < 120; waited++) {
    await delay(1_000);
    const [{ n }] = await sql(dataDir, "SELECT count() AS n FROM system.merges");
    quiet = n === 0 ? quiet + 1 : 0;
  }
}

async function factsOf({ dataDir }) {
  const [{ last }] = await sql(dataDir, "SELECT toString(max(timestamp)) AS last FROM daybook.logs");
  const end = new Date(`${last.replace(" ", "T")}Z`);
  const iso = (date) => date.toISOString().replace("T", " ").replace("Z", "");
  const [middle] = await sql(
    dataDir,
    "SELECT request_id FROM daybook.logs WHERE request_id != '' ORDER BY seq LIMIT 1 OFFSET 1000",
  );
  const [order] = await sql(
    dataDir,
    "SELECT if(order_id != '', order_id, JSONExtractString(data, 'order_id')) AS id FROM daybook.logs WHERE event_type = 'order_filled' ORDER BY seq LIMIT 1 OFFSET 200",
  );
  return {
    requestId: middle?.request_id ?? "none",
    orderId: order?.id ?? "none",
    from: iso(new Date(end - 3_600_000)),
    to: iso(end),
  };
}

async function compare(installation, query, request, rival, runs) {
  const ours = [];
  const raw = [];
  const times = { start_time: request.start_time, end_time: request.end_time };
  const body = {
    ...request,
    ...Object.fromEntries(
      Object.entries(times)
        .filter(([, time]) => time)
        .map(([name, time]) => [name, `${time.replace(" ", "T")}Z`]),
    ),
  };
  // One of each first: both sides get warm caches.
  for (let i = 0; i <= runs; i++) {
    const first = performance.now();
    await installation.call("/logs/search", { method: "POST", body, text: true, timeoutMs: 120_000 });
    const second = performance.now();
    await sql(installation.dataDir, rival);
    const third = performance.now();
    if (i === 0 && runs > 1) continue;
    ours.push(second - first);
    raw.push(third - second);
  }
  return {
    query,
    ours_ms: spread(ours, 1),
    raw_ms: spread(raw, 1),
    ratio: spread([median(ours) / median(raw), ...ours.map((value, i) => value / raw[i])]),
  };
}
