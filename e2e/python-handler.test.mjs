import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EVENT_TYPES, LEVEL_RANK, createRedactor, defaultLevelOf } from "@daybook/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { caughtUp } from "./crash/judge.mjs";
import { sql, startInstallation, temporaryDir } from "./harness.mjs";

const CLIENT = fileURLToPath(new URL("../clients/python", import.meta.url));
const BOTS = fileURLToPath(new URL("python", import.meta.url));
const EVENTS = 100_000;

const python = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;

/** Starts a program of Python's; `ended` gives its code and what it wrote, `line` waits for a line of it. */
function start(args, { cwd = BOTS, env = {} } = {}) {
  const child = spawn("python3", args, {
    cwd,
    env: { ...process.env, PYTHONPATH: CLIENT, PYTHONDONTWRITEBYTECODE: "1", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise((done) => child.once("close", (code) => done({ code, output })));
  const line = (wanted) =>
    new Promise((done, fail) => {
      const look = () => output.split("\n").includes(wanted) && done();
      waiting.add(look);
      look();
      void ended.then(() => fail(new Error(`ended without "${wanted}": ${output}`)));
    });
  return { child, ended, line };
}

/** Everything of the counting bots is there once, in order, with each digit. */
async function expectCounted(installation, count) {
  await caughtUp(installation);
  const [row] = await sql(
    installation.dataDir,
    `SELECT count() AS n, uniqExact(number) AS numbers, countIf(number <= before) AS out_of_order, max(number) AS last,
       countIf(price != concat('42001.', leftPad(toString(number), 6, '0'), '0')) AS wrong_prices
     FROM (SELECT price, toUInt64(extract(message, '[0-9]+')) AS number,
             lagInFrame(number, 1, 0) OVER (ORDER BY seq) AS before
           FROM daybook.logs WHERE service = 'counting-bot')`,
  );
  expect(row).toMatchObject({ n: count, numbers: count, out_of_order: 0, last: count, wrong_prices: 0 });
  const gaps = await sql(
    installation.dataDir,
    "SELECT count() AS n FROM daybook.logs WHERE event_type = 'gap_detected'",
  );
  expect(gaps).toEqual([{ n: 0 }]);
}

describe.skipIf(!python)("the Python handler (needs python3, 3.9 or later)", () => {
  let dir;
  let installation;
  const bots = [];
  beforeAll(async () => {
    dir = temporaryDir("python-handler");
    installation = await startInstallation({ dataDir: join(dir.path, "data") });
  });
  afterEach(() => {
    for (const { child } of bots.splice(0)) child.kill("SIGKILL");
  });
  afterAll(async () => {
    await installation?.stop();
    dir?.remove();
  });

  function run(args, options = {}) {
    const env = { DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key, ...options.env };
    const bot = start(args, { ...options, env });
    bots.push(bot);
    return bot;
  }

  /** What the next start of a program does: it sends what the last one left. */
  function sendSpool(spool) {
    const script =
      "import sys, daybook_logging as d; h = d.DaybookHandler(spool_dir=sys.argv[1]); h.flush(60); h.close()";
    return run(["-c", script, spool]).ended;
  }

  /** The numbers of one bot's events in the store. */
  async function numbersOf({ child }) {
    await caughtUp(installation);
    const [row] = await sql(
      installation.dataDir,
      `SELECT count() AS n, min(producer_seq) AS first, max(producer_seq) AS last, uniqExact(producer_seq) AS distinct_n
       FROM daybook.logs WHERE service = 'counting-bot' AND pid = ${child.pid}`,
    );
    return row;
  }

  it("passes its own tests, none left out", async () => {
    const { code, output } = await run(["-m", "unittest", "test_records", "test_delivery"], { cwd: CLIENT }).ended;
    expect(output).toMatch(/\nOK\n$/);
    expect(Number(/Ran (\d+) tests/.exec(output)?.[1])).toBeGreaterThan(70);
    expect(code).toBe(0);
  }, 180_000);

  it("knows the levels and the event types of the vocabulary", async () => {
    const script =
      "import json, daybook_logging as d; print(json.dumps([dict(d.LEVELS), dict(d._EVENT_LEVELS), sorted(d._TOP_FIELDS)]))";
    const [levels, eventLevels] = JSON.parse((await run(["-c", script]).ended).output);
    expect(levels).toEqual(LEVEL_RANK);
    const types = Object.keys(EVENT_TYPES);
    const expected = types.map((type) => [type, defaultLevelOf(type)]).filter(([, level]) => level !== "INFO");
    expect(eventLevels).toEqual(Object.fromEntries(expected));
  });

  it("blanks the same keys and the same texts as the collector", async () => {
    const texts = [
      "login password=hunter2-x, user=joe",
      `{"api_key": "abc def", "n": 1} {'secret': 'a\\'b'}`,
      "Authorization: Bearer abcdef, token: ETH, token=abc-1",
      "GET /x?symbol=A&signature=0af3&apiKey=b HTTP/1.1",
      "postgres://joe:pa55@db/x wss://h/a?listenKey=q",
      "jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc and bearer abcdefghijklmnop1",
      "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- end",
      "mnemonic: zoo zoo wrong done; Cookie: a=b; c=d",
      "password: None secret=null api_key=*** order_id=4111111111111111 10:30:45",
      "arn:aws:secretsmanager:eu-north-1:1234:secret:name base_token=USDC",
    ];
    const script = `import json, sys, daybook_logging as d
names = [*d._SECRET_NAMES, *("x" + end for end, _ in d._SECRET_ENDS), *("x_" + word for word in d._EXEMPT_WORDS), "price"]
redactor = d._Redactor(())
print(json.dumps([{name: redactor.rule_of(name) for name in names}, [redactor.text(text) for text in json.loads(sys.argv[1])]]))`;
    const [classes, redacted] = JSON.parse((await run(["-c", script, JSON.stringify(texts)]).ended).output);
    const collector = createRedactor();
    const ours = { plain: "", exempt: null };
    for (const [name, rule] of Object.entries(classes)) {
      const kind = collector.classifyKey(name);
      expect([name, rule]).toEqual([name, kind in ours ? ours[kind] : kind]);
    }
    expect(redacted).toEqual(texts.map((text) => collector.redactText(text)));
  });

  it("serves a bot of freqtrade's kind", async () => {
    expect(await run(["freqtrade-like.py"]).ended).toEqual({ code: 0, output: "" });
    await caughtUp(installation);
    const query = encodeURIComponent("service:freqtrade");
    const { events } = await installation.call(`/logs/search?limit=100&order=asc&query=${query}`);
    const own = events.filter((event) => !event.logger.startsWith("freqtrade.hyperopt"));
    expect(own.map((event) => [event.level, event.logger, event.message])).toEqual([
      ["INFO", "freqtrade.worker", "Bot heartbeat. PID=4711, version='2024.1', state='RUNNING'"],
      [
        "INFO",
        "freqtrade.strategy.interface",
        "Long signal found: about create a new trade for ETH/USDT with stake_amount: 0.1 ...",
      ],
      ["TRADE_EXECUTED", "freqtrade.worker", "order_filled"],
      ["TRADE_EXECUTED", "freqtrade.worker", "exit_long ETH/USDT"],
      ["ERROR", "freqtrade.worker", "Temporary failure, retrying in 30 seconds"],
      ["WARNING", "urllib3.connectionpool", "Retrying (2) after connection broken by 'OSError(5)': /0/public"],
      ["WARNING", "py.warnings", expect.stringContaining("pandas says that this will go")],
      ["INFO", "freqtrade.worker", "through the queue, password=[REDACTED:password]"],
      ["WARNING", "freqtrade.worker", "Cleaning up modules ..."],
    ]);
    expect(own[2]).toMatchObject({
      request_id: "cycle-1",
      strategy: "SampleStrategy",
      exchange: "kraken",
      side: "buy",
    });
    const [money] = await sql(
      installation.dataDir,
      "SELECT quantity, price, fees FROM daybook.logs WHERE order_id = 'ft_1'",
    );
    expect(money).toEqual({ quantity: "0.123456789012345678", price: "2301.070", fees: "1E-7" });
    expect(own[3]).toMatchObject({ trade_id: "17", request_id: "cycle-1" });
    expect(own[4]).toMatchObject({
      exception_type: "RuntimeError",
      exception_message: "Could not get balance due to TimeoutError",
    });
    const trace = own[4].stack_trace.join("\n");
    expect(trace).toContain("The above exception was the direct cause");
    expect(trace).toContain("TimeoutError: POST https://api.kraken.com");
    expect(JSON.stringify(events)).not.toContain("planted-key");

    const children = events.filter((event) => event.logger.startsWith("freqtrade.hyperopt"));
    expect(children.map((event) => event.message).sort()).toEqual(["epoch 0", "epoch 1", "epoch 2"]);
    expect(new Set(events.map((event) => event.producer)).size).toBe(4);
  });

  it(`delivers ${EVENTS} events once and in order while the collector is killed and started again`, async () => {
    const bot = run(["counting-bot.py"], { env: { COUNT: String(EVENTS) } });
    for (const seen of [EVENTS * 0.2, EVENTS * 0.6]) {
      await bot.line(String(seen));
      await installation.kill();
      installation = await startInstallation({ dataDir: installation.dataDir, port: installation.port });
    }
    const { code, output } = await bot.ended;
    expect(output.replaceAll(/^\d+\n/gm, "")).toMatch(/^(daybook: collector: .*DAYBOOK_LOGGER_UNREACHABLE\)\n)*$/);
    expect(code).toBe(0);
    await expectCounted(installation, EVENTS);
  }, 300_000);

  it("neither loses nor doubles what was spooled when the bot is killed in the middle", async () => {
    const spool = join(dir.path, "spool-live");
    const killed = run(["counting-bot.py"], { env: { COUNT: String(EVENTS), SPOOL: spool } });
    await killed.line("5000");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, output } = await sendSpool(spool);
    expect(code).toBe(0);
    // The system ends a write that is under way where it is: its part of a batch, which no call had waited for, is named.
    expect(output).toMatch(/^(daybook: collector: \d+ bytes of the spool were torn .*\n)?$/);
    expect(readdirSync(spool)).toEqual([]);
    const row = await numbersOf(killed);
    expect(row).toMatchObject({ n: row.last, distinct_n: row.last, first: 1 });
  });

  it("sends after a kill -9 of the bot what was in its spool, when the bot starts again", async () => {
    const before = 5_000;
    const spool = join(dir.path, "spool");
    await installation.stop();
    const killed = run(["counting-bot.py"], { env: { COUNT: String(before), SPOOL: spool, END: "wait" } });
    await killed.line("spooled");
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(readdirSync(spool).some((name) => name.endsWith(".spool"))).toBe(true);

    installation = await startInstallation({ dataDir: installation.dataDir, port: installation.port });
    expect(await sendSpool(spool)).toEqual({ code: 0, output: "" });
    expect(readdirSync(spool)).toEqual([]);
    expect(await numbersOf(killed)).toEqual({ n: before, first: 1, last: before, distinct_n: before });
  }, 180_000);
});
