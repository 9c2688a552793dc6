import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { collectorSink, createLogger } from "@daybook/logger";
import { quantile, row, spread } from "./lib/measure.mjs";

const COLLECTOR = fileURLToPath(new URL("lib/accepting-collector.mjs", import.meta.url));
/** A port that nobody listens on. */
const NOWHERE = "http://127.0.0.1:1";
const EVENTS_PER_MS = 20;

/** Duration of each call, in µs, at 20,000 events/s; audited events as often as a busy bot trades. */
async function callTimes(options, events) {
  const log = createLogger({
    flood: false,
    service: "bench",
    sinks: [collectorSink(options)],
    env: {},
    flushAtExit: false,
    onError: () => {},
  });
  const times = [];
  const trades = [];
  const startedAt = performance.now();
  for (let at = 0; at < events; at++) {
    const before = process.hrtime.bigint();
    // Not where a batch is full: sealing it would be counted as the trade's.
    if (at % 1_000 === 500) {
      log.tradeExit({ trade_id: `t${at}`, symbol: "BTCUSDT", quantity: "0.015", price: "42001.5", pnl: "1.25" });
      trades.push(Number(process.hrtime.bigint() - before) / 1_000);
    } else {
      log.info("signal checked", { symbol: "BTCUSDT", confidence: 0.82, at });
      times.push(Number(process.hrtime.bigint() - before) / 1_000);
    }
    if (at % EVENTS_PER_MS === 0) {
      const dueMs = startedAt + at / EVENTS_PER_MS - performance.now();
      if (dueMs > 1) await delay(dueMs);
      else await new Promise(setImmediate);
    }
  }
  await log.close(1);
  return { times, trades };
}

/** What a call costs with and without a spool, while the collector is there and while it is away. */
export async function run({ tiny = false, events = tiny ? 2_000 : 60_000, rounds = tiny ? 1 : 5 } = {}) {
  const collector = spawn(process.execPath, [COLLECTOR], { stdio: ["pipe", "pipe", "inherit"] });
  const [port] = await once(collector.stdout, "data");
  const there = `http://127.0.0.1:${Number(port)}`;
  const dir = mkdtempSync(join(tmpdir(), "daybook-bench-delivery-"));
  const cases = {
    there: { url: there },
    there_spool: { url: there, spoolDir: join(dir, "there") },
    away: { url: NOWHERE },
    away_spool: { url: NOWHERE, spoolDir: join(dir, "away") },
    away_spool_audited: { url: NOWHERE, spoolDir: join(dir, "audited"), spoolAudited: true },
  };
  const found = Object.fromEntries(Object.keys(cases).map((name) => [name, { p50: [], p99: [], p999: [], trade: [] }]));
  try {
    // The first calls of a process are those of the compiler.
    await callTimes(cases.there, Math.min(events, 20_000));
    for (let round = 0; round < rounds; round++) {
      for (const [name, options] of Object.entries(cases)) {
        const { times, trades } = await callTimes({ key: "bench", exitTimeoutMs: 0, ...options }, events);
        found[name].p50.push(quantile(times, 0.5));
        found[name].p99.push(quantile(times, 0.99));
        found[name].p999.push(quantile(times, 0.999));
        found[name].trade.push(quantile(trades, 0.5));
        rmSync(dir, { recursive: true, force: true });
      }
    }
  } finally {
    collector.stdin.end();
    rmSync(dir, { recursive: true, force: true });
  }
  const figures = Object.fromEntries(
    Object.entries(found).map(([name, values]) => [
      name,
      Object.fromEntries(Object.entries(values).map(([key, list]) => [`${key}_us`, spread(list)])),
    ]),
  );
  const ratio = figures.away_spool.p50_us.median / figures.there.p50_us.median;
  return [
    row(
      "a call while the collector is away, with a spool",
      { calls_per_s: EVENTS_PER_MS * 1_000, ...figures },
      {
        must: "≤ 1.1 times a call while it is there, without one",
        met: ratio <= 1.1,
      },
    ),
  ];
}
