// `stuck-sink.mjs COUNT`: logs COUNT events to a collector that takes the first request and does not answer until the last event
// is logged. Prints how much the memory has grown meanwhile, and whether what arrived and what was counted as given up make COUNT.
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { collectorSink, createLogger } from "@daybook/logger";
import { THREE_MESSAGE, three, trade } from "./events.mjs";

const count = Number(process.argv[2]);
let release;
const stuck = new Promise((resolve) => (release = resolve));
let arrived = 0;
let dropped = 0;
let auditedArrived = 0;
let seq = 0;
const server = createServer((request, response) => void take(request, response));

async function take(request, response) {
  const lines = (await text(request)).trimEnd().split("\n");
  await stuck;
  for (const line of lines) {
    const event = JSON.parse(line);
    if (event.event_type === "logs_dropped") dropped += event.data.count;
    else arrived++;
    if (event.event_type === "order_filled") auditedArrived++;
  }
  response.writeHead(202, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ accepted: lines.length, rejected: [], first_seq: seq + 1, last_seq: (seq += lines.length) }),
  );
}
server.listen(0, "127.0.0.1");
await once(server, "listening");
const log = createLogger({
  service: "bench",
  sinks: [collectorSink({ url: `http://127.0.0.1:${server.address().port}`, key: "k", requestTimeoutMs: 600_000 })],
  env: {},
  flood: { linesPerSecond: 1e9, burstLines: 1e9, equalPerSecond: 1e9 },
  onError: () => {},
});
const resident = () => process.memoryUsage().rss;

globalThis.gc?.();
const before = resident();
let most = before;
for (let i = 0; i < count; i++) {
  // One in twenty of an audited class: those may take twice the room.
  if (i % 20 === 0) log.orderFilled(trade(i));
  else log.info(THREE_MESSAGE, three(i));
  if (i % 1_000 === 0) {
    await turn();
    most = Math.max(most, resident());
  }
}
release();
await log.flush(60_000);
// The report of the loss is an event of its own, behind the others.
await log.close(60_000);
const figures = {
  more_mb: Math.round((most - before) / 2 ** 20),
  events: count,
  arrived,
  dropped,
  counted: arrived + dropped,
  audited: Math.ceil(count / 20),
  audited_arrived: auditedArrived,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
