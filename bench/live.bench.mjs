import { setTimeout as delay } from "node:timers/promises";
import { collectorSink, createLogger } from "@daybook/logger";
import { WebSocket } from "ws";
import { freshInstallation } from "./lib/installation.mjs";
import { quantile, row } from "./lib/measure.mjs";

/** From the call in a bot, through sink, HTTP, journal and live channel, to a WebSocket client: 500 events/s. */
export async function run({ tiny = false, seconds = tiny ? 1 : 15 } = {}) {
  const rate = 500;
  const installation = await freshInstallation("live");
  const logger = createLogger({
    service: "bench",
    sinks: [collectorSink({ url: installation.url, key: installation.key })],
  });
  const called = new Map();
  const latencies = [];
  const socket = new WebSocket(`${installation.url.replace("http", "ws")}/logs/stream`, {
    headers: { authorization: `Bearer ${installation.key}` },
  });
  try {
    await new Promise((done, failed) => socket.once("open", done).once("error", failed));
    socket.on("message", (data) => {
      const now = performance.now();
      const frame = JSON.parse(Buffer.from(data).toString());
      if (frame.type !== "events") return;
      for (const { id } of frame.events) {
        const begun = called.get(id);
        if (begun !== undefined) latencies.push(now - begun);
      }
    });
    socket.send(JSON.stringify({ type: "subscribe", query: "service:bench" }));
    await delay(300);
    const started = performance.now();
    for (let i = 0; i < rate * seconds; i++) {
      const due = started + (i / rate) * 1000;
      if (performance.now() < due) await delay(due - performance.now());
      const begun = performance.now();
      called.set(
        logger.orderFilled({ symbol: "BTCUSDT", side: "buy", quantity: "0.1", price: "50010.5", order_id: `o${i}` }),
        begun,
      );
    }
    for (let waited = 0; latencies.length < called.size && waited < 5_000; waited += 50) await delay(50);
    const figures = {
      p50_ms: Number(quantile(latencies, 0.5).toFixed(1)),
      p99_ms: Number(quantile(latencies, 0.99).toFixed(1)),
      max_ms: Number(Math.max(...latencies).toFixed(1)),
      arrived: latencies.length,
      sent: called.size,
    };
    return [
      row(`log call → visible on a WebSocket at ${rate} events/s`, figures, {
        must: "p99 ≤ 200 ms, none lost",
        met: figures.p99_ms <= 200 && figures.arrived === figures.sent,
      }),
    ];
  } finally {
    socket.terminate();
    await logger.close?.();
    await installation.end();
  }
}
