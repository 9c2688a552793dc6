import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hostname } from "node:os";
import { THREE_MESSAGE, TRADE_MESSAGE, three, trade } from "./events.mjs";

/**
 * Each logger as its own documentation tells a careful user to set it up: JSON lines into one file, ISO time, level by name, the
 * program's name, environment, host and pid in each line, secrets redacted by key. `trade(i)` and `three(i)` log one event;
 * `end()` resolves when all lines are in the file.
 */
const BASE = { service: "bench", environment: "production", session_id: "s_bench", host: hostname(), pid: process.pid };
const SECRETS = ["password", "secret", "token", "api_key", "authorization", "private_key"];
const SECRET_PATHS = SECRETS.flatMap((name) => [name, `*.${name}`]);

const daybook = (options) => async (dir) => {
  const { createLogger, fileSink } = await import("@daybook/logger");
  const log = createLogger({
    service: "bench",
    environment: "production",
    sessionId: "s_bench",
    sinks: [fileSink({ dir, files: [{ name: "all" }], maxSizeBytes: "1000MB" })],
    // The bench is one call site that writes more than the guard's default lets through.
    flood: { linesPerSecond: 1e9, burstLines: 1e9, equalPerSecond: 1e9 },
    env: {},
    ...options,
  });
  return {
    file: "all.log",
    trade: (i) => log.orderFilled(trade(i)),
    three: (i) => log.info(THREE_MESSAGE, three(i)),
    end: () => log.close(60_000),
  };
};

const pinoInto =
  (destination, { redact = SECRET_PATHS, transport = false } = {}) =>
  async (dir) => {
    const { pino } = await import("pino");
    const file = join(dir, "all.log");
    const stream = destination(pino, file);
    const log = pino(
      {
        base: BASE,
        timestamp: pino.stdTimeFunctions.isoTime,
        // Refused beside a transport.
        ...(transport ? {} : { formatters: { level: (level) => ({ level }) } }),
        ...(redact.length === 0 ? {} : { redact }),
      },
      stream,
    );
    const fills = log.child({ event_type: "order_filled" });
    return {
      file: "all.log",
      trade: (i) => fills.info(trade(i), TRADE_MESSAGE),
      three: (i) => log.info(three(i), THREE_MESSAGE),
      end: () =>
        new Promise((done, failed) => {
          // The worker's stream does not keep the process alive while it empties.
          const alive = setInterval(() => {}, 1_000);
          stream.once("close", () => {
            clearInterval(alive);
            done();
          });
          if (transport) return stream.end();
          log.flush((error) => (error ? failed(error) : stream.end()));
        }),
    };
  };

async function winston(dir) {
  const { createLogger, format, transports } = await import("winston");
  const redact = format((info) => {
    for (const name of SECRETS) if (name in info) info[name] = "[Redacted]";
    return info;
  });
  const transport = new transports.File({ filename: join(dir, "all.log") });
  transport.setMaxListeners(0);
  const log = createLogger({
    defaultMeta: BASE,
    format: format.combine(redact(), format.timestamp(), format.json()),
    transports: [transport],
  });
  const fills = log.child({ event_type: "order_filled" });
  return {
    file: "all.log",
    trade: (i) => fills.info(TRADE_MESSAGE, trade(i)),
    three: (i) => log.info(THREE_MESSAGE, three(i)),
    // Ending it while lines are on their way between its streams loses them ("write after end").
    end: async () => {
      while (log.writableLength + log.readableLength + transport.writableLength > 0) await delay(10);
      const finished = once(transport, "finish");
      log.end();
      await finished;
      await delay(200);
    },
  };
}

async function bunyan(dir) {
  const { default: library } = await import("bunyan");
  const { createWriteStream } = await import("node:fs");
  const stream = createWriteStream(join(dir, "all.log"));
  const log = library.createLogger({ name: "bench", ...BASE, streams: [{ stream }] });
  const fills = log.child({ event_type: "order_filled" });
  return {
    file: "all.log",
    trade: (i) => fills.info(trade(i), TRADE_MESSAGE),
    three: (i) => log.info(three(i), THREE_MESSAGE),
    end: () => new Promise((done) => stream.end(done)),
  };
}

async function logtape(dir) {
  const { configure, dispose, getLogger, jsonLinesFormatter } = await import("@logtape/logtape");
  const { getFileSink } = await import("@logtape/file");
  await configure({
    sinks: { file: getFileSink(join(dir, "all.log"), { formatter: jsonLinesFormatter, bufferSize: 64 * 1024 }) },
    loggers: [
      { category: "bench", lowestLevel: "info", sinks: ["file"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["file"] },
    ],
  });
  const log = getLogger("bench").with(BASE);
  const fills = log.with({ event_type: "order_filled" });
  return {
    file: "all.log",
    trade: (i) => fills.info(TRADE_MESSAGE, trade(i)),
    three: (i) => log.info(THREE_MESSAGE, three(i)),
    end: () => dispose(),
  };
}

export const CONTENDERS = {
  daybook: daybook({}),
  // Without what the product adds: what redaction, flood guard and trace look-up cost.
  "daybook, stripped": daybook({ redaction: false, flood: false, traceContext: false }),
  "pino, minLength 4096": pinoInto((pino, dest) => pino.destination({ dest, sync: false, minLength: 4096 })),
  "pino, minLength 4096, no redaction": pinoInto(
    (pino, dest) => pino.destination({ dest, sync: false, minLength: 4096 }),
    { redact: [] },
  ),
  "pino, sync": pinoInto((pino, dest) => pino.destination({ dest, sync: true })),
  "pino, sync, no redaction": pinoInto((pino, dest) => pino.destination({ dest, sync: true }), { redact: [] }),
  "pino, worker": pinoInto((pino, destination) => pino.transport({ target: "pino/file", options: { destination } }), {
    transport: true,
  }),
  winston,
  bunyan,
  logtape,
};
