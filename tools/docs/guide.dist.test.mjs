// The code blocks of the guide's pages about the logger and other libraries, each run as the program that it is.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../run/step.mjs";

const blocks = (page) =>
  [...readFileSync(join(ROOT, "docs/guide", page), "utf8").matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
const servers = blocks("http-and-telegram.md");
const moves = blocks("from-pino-and-winston.md");

let dir;
beforeEach(() => {
  // Within the repository, so that bare imports are found as in a program that has installed them.
  dir = mkdtempSync(join(ROOT, "packages/logger/dist/guide-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs a block, and lines that use what it made, in a folder of its own. */
async function run(code, more = "", env = {}) {
  writeFileSync(join(dir, "program.mjs"), `${code}\n${more}`);
  const child = spawn(process.execPath, ["program.mjs"], {
    cwd: dir,
    env: { PATH: process.env.PATH, PORT: "0", DAYBOOK_LOG_DIR: join(dir, "logs"), DAYBOOK_LOG_LEVEL: "DEBUG", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  const [code_] = await once(child, "close");
  expect([code_, complaints]).toEqual([0, ""]);
  expect(readdirSync(join(dir, "logs"))).toContain("audit.log");
  return readFileSync(join(dir, "logs/audit.log"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("each block is run by a test below", () => {
  expect([servers.length, moves.length]).toEqual([6, 3]);
});

const ask = (address, close) => `
  const { port } = ${address};
  await (await fetch(\`http://127.0.0.1:\${port}/orders/7\`, { headers: { "x-request-id": "r-1" } })).text();
  await ${close};
  await log.close();`;
const closed = "new Promise((done) => server.close(done))";
const listening = `if (!server.listening) await new Promise((done) => server.once("listening", done));`;

test("the page of every option, as one program", async () => {
  const records = await run(blocks("logger.md").join("\n"), "await log.close();");
  expect(records).toMatchObject([
    { event_type: "order_placed", order_id: "ord_1", strategy: "breakout" },
    { event_type: "operation_completed", exchange: "kraken", data: { operation: "fetch price" } },
    // Another logger, which is flushed when the process ends.
    { logger: "trading.signals", message: "LONG signal" },
  ]);
});

test.each([
  ["Fastify", servers[0], ask("app.server.address()", "app.close()")],
  ["Express", servers[1], listening + ask("server.address()", closed)],
  ["Hono", servers[2], listening + ask("server.address()", closed)],
])("the server of %s", async (_, code, more) => {
  const [inside, request] = await run(code, more);
  expect(inside).toMatchObject({ message: "looking an order up", order_id: "7", request_id: "r-1" });
  expect(request).toMatchObject({
    event_type: "http_request",
    request_id: "r-1",
    data: { endpoint: "/orders/:id", path: "/orders/7", status_code: 200 },
  });
});

const update = JSON.stringify({
  update_id: 9,
  message: {
    message_id: 1,
    date: 1,
    from: { id: 7, is_bot: false, first_name: "A" },
    chat: { id: 7, type: "private", first_name: "A" },
    text: "/buy BTCUSDT",
    entities: [{ type: "bot_command", offset: 0, length: 4 }],
  },
});
const botInfo = `{ id: 1, is_bot: true, first_name: "B", username: "b_bot" }`;

test.each([
  [
    "grammY",
    servers[3],
    `new Bot(process.env.BOT_TOKEN`,
    `{ client: { apiRoot: process.env.API } }`,
    `bot.botInfo = ${botInfo};`,
  ],
  [
    "Telegraf",
    servers[4],
    `new Telegraf(process.env.BOT_TOKEN`,
    `{ telegram: { apiRoot: process.env.API } }`,
    `bot.botInfo = ${botInfo};`,
  ],
])("the bot of %s", async (_, code, made, options, known) => {
  const api = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end('{"ok":true,"result":{"message_id":2}}');
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  try {
    expect(code).toContain(`${made})`);
    const records = await run(
      code.replace(`${made})`, `${made}, ${options})`),
      `${known}\nawait bot.handleUpdate(${update});\nawait log.close();\nprocess.exit(0);`,
      { BOT_TOKEN: "123456789:made-up", API: `http://127.0.0.1:${api.address().port}` },
    );
    const types = records.map((record) => record.event_type).filter((type) => type !== "order_placed");
    expect(types).toEqual(["trading_command", "bot_response", "telegram_interaction"]);
    for (const record of records) expect(record).toMatchObject({ request_id: "tg_9", user_id: "7" });
  } finally {
    api.closeAllConnections();
    api.close();
  }
});

test("the captured console", async () => {
  const records = await run(servers[5]);
  expect(records.map(({ level, logger, message }) => [level, logger, message])).toEqual([
    ["WARNING", "console", "rate limit at 80 %"],
    ["ERROR", "console", "lost: Error: socket hang up"],
  ]);
  expect(records[1]).toMatchObject({ exception_message: "socket hang up" });
});

test("pino's transport", async () => {
  const records = await run(moves[0]);
  expect(records).toMatchObject([
    { service: "my-bot", logger: "trading.orders", message: "placed", order_id: "ord_1" },
    { message: "order failed", exception_message: "no answer" },
    { event_type: "order_filled", message: "Order filled: 0.015" },
  ]);
});

test("winston's transport", async () => {
  expect(await run(moves[1])).toMatchObject([
    { service: "my-bot", message: "placed", order_id: "ord_1", symbol: "BTCUSDT" },
    { level: "ERROR", message: "order failed", exception_message: "no answer" },
  ]);
});

test("Daybook's own calls", async () => {
  expect(await run(moves[2])).toMatchObject([
    { logger: "trading.orders", strategy: "breakout", message: "placed" },
    { message: "order failed", exception_message: "no answer" },
    { event_type: "order_filled" },
    { request_id: "cycle-1", level: "DEBUG" },
  ]);
});
