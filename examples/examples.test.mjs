import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { eventually, startInstallation, temporaryDir } from "../e2e/harness.mjs";

let dir;
let installation;
beforeAll(async () => {
  dir = temporaryDir("examples");
  installation = await startInstallation({ dataDir: dir.path });
});
afterAll(async () => {
  await installation?.stop();
  dir?.remove();
});

/** Runs an example as its reader would. */
function run(command, file) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const env = { ...process.env, DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key };
  const child = spawn(command, [path], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((done) => child.once("close", (code) => done({ code, output })));
}

const find = (query, count) =>
  eventually(`${count} events of ${query}`, async () => {
    const { events } = await installation.call(`/logs/search?limit=100&order=asc&query=${encodeURIComponent(query)}`);
    return events.length >= count && events;
  });

test("the Node bot's events are found, in order, with every digit and without the key", async () => {
  expect(await run(process.execPath, "node-bot.mjs")).toMatchObject({ code: 0 });
  const events = await find("service:example-bot", 6);
  expect(events.map((event) => event.event_type)).toEqual([
    "system_start",
    "signal_generated",
    "order_placed",
    "order_filled",
    "log",
    "trade_exit",
  ]);
  const filled = events[3];
  expect([filled.quantity, filled.price, filled.fees].map(String)).toEqual(["0.015", "42001.48", "0.63"]);
  expect(filled).toMatchObject({ request_id: "cycle-1", exchange: "kraken", symbol: "BTCUSDT" });
  expect(events[4]).toMatchObject({ exception_message: "the exchange answered 502", level: "ERROR" });
  expect(JSON.stringify(events)).not.toContain("this never leaves the process");
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython)("the Python bot's events are found, with every digit and without the key", async () => {
  const { code, output } = await run("python3", "python-bot.py");
  expect(output).toContain("connected to kraken");
  expect(output).not.toContain("DAYBOOK_LOGGER");
  expect(code).toBe(0);
  const events = await find("service:python-bot", 4);
  expect(events.map((event) => [event.level, event.message])).toEqual([
    ["INFO", "connected to kraken"],
    ["TRADE_EXECUTED", "bought"],
    ["WARNING", "spread too wide"],
    ["ERROR", "balance could not be read"],
  ]);
  expect(events[1]).toMatchObject({ event_type: "order_filled", request_id: "cycle-1", logger: "bot.trading" });
  expect([events[1].quantity, events[1].price].map(Number)).toEqual([0.5, 2301.07]);
  expect(events[2].data).toEqual({ spread_bps: 14 });
  expect(events[3]).toMatchObject({ exception_type: "ConnectionError", data: { api_secret: "[REDACTED:secret]" } });
  expect(JSON.stringify(events)).not.toMatch(/api_key=this|nor does this/);
});
