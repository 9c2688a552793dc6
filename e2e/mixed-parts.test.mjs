import { afterAll, beforeAll, expect, it } from "vitest";
import { sql, startInstallation, temporaryDir } from "./harness.mjs";

/** Parts with search indexes and parts without: what is found must not depend on where an event lies. */
const dir = temporaryDir("mixed-parts");
let installation;

const event = (i) => ({
  id: `mixed-${i}`,
  level: ["INFO", "ERROR"][i % 2],
  service: "mixed",
  event_type: "order_filled",
  symbol: ["BTCUSDT", "ETHUSDT", "AAPL"][i % 3],
  order_id: `ord_${i}`,
  message: i % 4 === 0 ? `Exchange kraken: timeout after ${i} ms` : `Order ${i} filled`,
  data: { latency_us: i },
});

async function send(first, count) {
  const body = Array.from({ length: count }, (_, i) => JSON.stringify(event(first + i))).join("\n");
  const { last_seq } = await installation.call("/logs", {
    method: "POST",
    body,
    headers: { "content-type": "application/x-ndjson" },
  });
  await installation.call(`/logs/search?limit=0&min_seq=${last_seq}`);
}

beforeAll(async () => {
  installation = await startInstallation({ dataDir: dir.path });
  await send(0, 600);
  await sql(dir.path, "OPTIMIZE TABLE daybook.logs FINAL");
  await send(600, 60);
});
afterAll(async () => {
  await installation?.stop();
  dir.remove();
});

it.each([
  ["timeout", 165],
  ["kraken timeout", 165],
  ["-kraken", 495],
  ["krak*", 165],
  ['"kraken timeout after"', 165],
  ["BTCUSDT", 220],
  ["ord_7", 1],
  ["ord_655", 1],
  ["AAPL OR timeout", 330],
  ["message:*RAKEN*", 165],
  ["message:/kraken: time/", 165],
  ["latency_us:>=650", 10],
  ["level:ERROR symbol:ETHUSDT", 110],
  ["nothingofthekind", 0],
])("finds %s in both", async (query, total) => {
  const text = `service:mixed AND (${query})`;
  const reply = await installation.call(`/logs/search?limit=1000&total=exact&query=${encodeURIComponent(text)}`);
  expect({ total: reply.total, listed: reply.events.length }).toEqual({ total, listed: total });
});
