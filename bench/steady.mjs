// Steady load: `node bench/steady.mjs [minutes=60] [events a second=2000]`. Sends the demo's events, asks queries all the
// while, and writes a line of figures a minute: memory, lag, parts, query times. Ends with a verdict.
import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { generateDemoLines } from "@daybook/server/demo";
import { residentBytes } from "./lib/installation.mjs";
import { quantile } from "./lib/measure.mjs";
import { sql, startInstallation, temporaryDir } from "../e2e/harness.mjs";

const [minutes = "60", rate = "2000", out = "steady.ndjson"] = process.argv.slice(2);
const PER_BODY = 100;
const QUERIES = [
  "",
  "level:>=ERROR",
  "timeout",
  "symbol:BTCUSDT event_type:order_filled",
  "service:trading-engine level:>=WARNING",
  "message:*rejected*",
];

const dir = temporaryDir("steady");
const installation = await startInstallation({ dataDir: dir.path });
const headers = { authorization: `Bearer ${installation.key}`, "content-type": "application/x-ndjson" };
const texts = [...generateDemoLines({ seed: 3, startMs: Date.now(), count: 20_000 })].map((line) => JSON.parse(line));
const started = performance.now();
const minutesGone = () => (performance.now() - started) / 60_000;
let sent = 0;
let slowestMs = 0;
let lags = [];
let queryMs = [];
let running = true;

function body(first) {
  const lines = [];
  for (let i = 0; i < PER_BODY; i++) {
    const { timestamp: _t, id: _i, producer: _p, producer_seq: _s, ...event } = texts[(first + i) % texts.length];
    lines.push(
      JSON.stringify({
        ...event,
        timestamp: new Date().toISOString(),
        producer: "steady",
        producer_seq: first + i + 1,
      }),
    );
  }
  return `${lines.join("\n")}\n`;
}

async function produce() {
  while (running) {
    const due = started + (sent / Number(rate)) * 1000;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    const begun = performance.now();
    const response = await fetch(`${installation.url}/logs`, { method: "POST", headers, body: body(sent) });
    const reply = await response.json();
    if (response.status !== 202 || reply.accepted !== PER_BODY) throw new Error(JSON.stringify(reply));
    slowestMs = Math.max(slowestMs, performance.now() - begun);
    sent += PER_BODY;
  }
}

async function ask() {
  for (let i = 0; running; i++) {
    const begun = performance.now();
    await installation.call(`/logs/search?limit=100&query=${encodeURIComponent(QUERIES[i % QUERIES.length])}`);
    queryMs.push(performance.now() - begun);
    const { readers } = await installation.call("/admin/status");
    lags.push(readers.find(({ name }) => name === "store").lag_seconds);
    await delay(500);
  }
}

async function sample() {
  const { engine } = await installation.call("/admin/status");
  const [parts] = await sql(
    dir.path,
    "SELECT count() AS n, max(c) AS worst FROM (SELECT partition, count() AS c FROM system.parts WHERE active AND table = 'logs' GROUP BY partition)",
  );
  const [total] = await sql(
    dir.path,
    "SELECT sum(c) AS parts, sum(b) AS bytes FROM (SELECT count() AS c, sum(bytes_on_disk) AS b FROM system.parts WHERE active AND table = 'logs')",
  );
  const mb = (bytes) => Math.round(bytes / 2 ** 20);
  const engineBytes = residentBytes(engine.pid);
  const line = {
    minute: Number(minutesGone().toFixed(1)),
    sent,
    collector_mb: mb(residentBytes(installation.child.pid) - engineBytes),
    engine_mb: mb(engineBytes),
    lag_s_median: Number(quantile(lags, 0.5).toFixed(2)),
    lag_s_max: Number(Math.max(...lags).toFixed(2)),
    query_p50_ms: Math.round(quantile(queryMs, 0.5)),
    query_p99_ms: Math.round(quantile(queryMs, 0.99)),
    slowest_acknowledgement_ms: Math.round(slowestMs),
    parts: total.parts,
    most_parts_in_a_partition: parts.worst,
    store_mb: mb(total.bytes),
  };
  lags = [];
  queryMs = [];
  slowestMs = 0;
  appendFileSync(out, `${JSON.stringify(line)}\n`);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const work = Promise.all([produce(), ask()]);
while (minutesGone() < Number(minutes)) {
  await Promise.race([delay(60_000), work]);
  await sample();
}
running = false;
await work;
await delay(2_000);
const [{ n }] = await sql(dir.path, "SELECT count() AS n FROM daybook.logs WHERE producer = 'steady'");
process.stdout.write(`${n === sent ? "all" : "NOT ALL"} of ${sent} events are stored (${n})\n`);
await installation.stop();
dir.remove();
process.exit(n === sent ? 0 : 1);
