import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { eventually, sql, startInstallation, temporaryDir } from "./harness.mjs";
import { caughtUp } from "./crash/judge.mjs";

const BOT = fileURLToPath(new URL("../packages/logger/src/test-support/spooling-bot.mjs", import.meta.url));
const ROUNDS = Number(process.env.DAYBOOK_SPOOL_ROUNDS ?? 2);
/** How long the collector is away in each round. */
const AWAY_MS = Number(process.env.DAYBOOK_SPOOL_AWAY_SECONDS ?? 1) * 1_000;
const COUNT = 3_000;
const KEY = "spool-run-admin-key-0001";

const dir = temporaryDir("spool");
const bots = [];
afterAll(() => {
  for (const bot of bots) bot.kill("SIGKILL");
  dir.remove();
});

/** A bot that logs COUNT events and a trade; `ready` when all of them are at the collector or on disk. */
function startBot(spoolDir, url, from, count, ending) {
  const child = spawn(process.execPath, [BOT, spoolDir, url, String(from), String(count), ending], {
    env: { ...process.env, DAYBOOK_KEY: KEY },
    stdio: ["ignore", "pipe", "inherit"],
  });
  bots.push(child);
  const ended = once(child, "exit");
  return {
    ready: once(child.stdout, "data"),
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function left(spoolDir) {
  return existsSync(join(spoolDir, "bot")) ? readdirSync(join(spoolDir, "bot")) : [];
}

it(
  `has every event once, in order, over ${ROUNDS} times in which collector and bot are killed and away`,
  async () => {
    const dataDir = join(dir.path, "data");
    const spoolDir = join(dir.path, "spool");
    let installation = await startInstallation({ dataDir, env: { DAYBOOK_ADMIN_KEY: KEY } });
    const { port, url } = installation;
    let logged = 0;
    const next = () => {
      logged += COUNT + 1;
      return [logged - COUNT - 1, COUNT];
    };
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const sending = startBot(spoolDir, url, ...next(), "stay");
        await sending.ready;
        if (round % 2 === 0) await Promise.all([installation.kill(), sending.kill()]);
        else {
          await installation.kill();
          const second = startBot(spoolDir, url, ...next(), "stay");
          await second.ready;
          await Promise.all([sending.kill(), second.kill()]);
        }
        await startBot(spoolDir, url, ...next(), "exit").ended;
        await delay(AWAY_MS);
        installation = await startInstallation({ dataDir, port, env: { DAYBOOK_ADMIN_KEY: KEY } });
      }
      await startBot(spoolDir, url, ...next(), "return").ended;
      // A bot that returns sends for five seconds; what it does not bring through is left for the next.
      await eventually(
        "the spool is empty",
        async () => {
          if (left(spoolDir).length > 0) await startBot(spoolDir, url, 0, 0, "return").ended;
          return left(spoolDir).length === 0;
        },
        60_000,
      );
      await caughtUp(installation);
      const [all] = await sql(
        dataDir,
        `SELECT count() AS n, uniqExact(message) AS texts, countIf(event_type = 'trade_exit') AS trades
         FROM daybook.logs WHERE service = 'bot'`,
      );
      expect(all).toEqual({ n: logged, texts: logged, trades: logged / (COUNT + 1) });
      const [order] = await sql(
        dataDir,
        `SELECT countIf(producer_seq != before + 1) AS wrong
         FROM (SELECT producer_seq, lagInFrame(producer_seq, 1, 0) OVER (PARTITION BY producer ORDER BY seq) AS before
               FROM daybook.logs WHERE service = 'bot')`,
      );
      expect(order).toEqual({ wrong: 0 });
      const [gaps] = await sql(dataDir, "SELECT count() AS n FROM daybook.logs WHERE event_type = 'gap_detected'");
      expect(gaps).toEqual({ n: 0 });
    } finally {
      await installation.stop();
    }
  },
  120_000 + ROUNDS * (30_000 + AWAY_MS),
);
