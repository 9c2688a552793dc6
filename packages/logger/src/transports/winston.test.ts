import { once } from "node:events";
import { expect, it } from "vitest";
import winston from "winston";
import type { Logger } from "../core/logger-types.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { WinstonTransportOptions } from "./winston.ts";
import { DaybookTransport } from "./winston.ts";

type Own = Omit<Extract<WinstonTransportOptions, { logger: Logger }>, "logger">;

function setUp(options: winston.LoggerOptions = {}, own: Own = {}) {
  const { log, sink } = testLogger();
  const transport = new DaybookTransport({ logger: log, ...own });
  return { sink, transport, logger: winston.createLogger({ level: "silly", ...options, transports: [transport] }) };
}

it("maps npm's levels", () => {
  const { sink, logger } = setUp();
  for (const level of ["error", "warn", "info", "http", "verbose", "debug", "silly"]) logger.log(level, level);
  expect(sink.records().map(({ level, message }) => [message, level])).toEqual([
    ["error", "ERROR"],
    ["warn", "WARNING"],
    ["info", "INFO"],
    ["http", "DEBUG"],
    ["verbose", "DEBUG"],
    ["debug", "DEBUG"],
    ["silly", "DEBUG"],
  ]);
});

it("maps syslog's levels", () => {
  const { sink, logger } = setUp({ levels: winston.config.syslog.levels, level: "debug" });
  for (const level of Object.keys(winston.config.syslog.levels)) logger.log(level, level);
  expect(sink.records().map(({ level, message }) => [message, level])).toEqual([
    ["emerg", "CRITICAL"],
    ["alert", "CRITICAL"],
    ["crit", "CRITICAL"],
    ["error", "ERROR"],
    ["warning", "WARNING"],
    ["notice", "INFO"],
    ["info", "INFO"],
    ["debug", "DEBUG"],
  ]);
});

it("maps own levels by their names and by the program's table, also when colours are on", () => {
  const levels = { trade_executed: 0, odd: 1, info: 2 };
  winston.addColors({ trade_executed: "green", odd: "blue", info: "red" });
  const format = winston.format.combine(winston.format.colorize(), winston.format.simple());
  const { sink, logger } = setUp({ levels, level: "info", format }, { levels: { odd: "RISK_ALERT" } });
  for (const level of Object.keys(levels)) logger.log(level, level);
  expect(sink.records().map(({ level }) => level)).toEqual(["TRADE_EXECUTED", "RISK_ALERT", "INFO"]);
});

it("has meta, child and default fields, the label as logger, and no second time", () => {
  const format = winston.format.combine(
    winston.format.label({ label: "trading.orders" }),
    winston.format.timestamp(),
    winston.format.splat(),
    winston.format.json(),
  );
  const { sink, logger } = setUp({ format, defaultMeta: { desk: "fx" } });
  logger.child({ symbol: "BTCUSDT" }).info("bought %d", 2, { order_id: "o1", attempt: 1 });
  expect(sink.last()).toMatchObject({
    logger: "trading.orders",
    message: "bought 2",
    symbol: "BTCUSDT",
    order_id: "o1",
    data: { desk: "fx", attempt: 1 },
  });
  expect(sink.last()["data"]).not.toHaveProperty("timestamp");
});

const failure = (): Error =>
  Object.assign(new RangeError("too big", { cause: new Error("limit is 3") }), { code: "E7" });
const EXCEPTION = { level: "ERROR", exception_type: "RangeError", exception_message: "too big" };

it.each([
  ["as the message", (logger: winston.Logger) => logger.error(failure()), "too big"],
  ["behind the message", (logger: winston.Logger) => logger.error("order failed", failure()), "order failed"],
  ["in meta", (logger: winston.Logger) => logger.error("order failed", { error: failure() }), "order failed"],
] as const)("has an error %s, with its cause and fields", (_, log, message) => {
  const { sink, logger } = setUp();
  log(logger);
  expect(sink.last()).toMatchObject({ ...EXCEPTION, message, data: { error: { code: "E7" } } });
  expect(String(sink.last()["stack_trace"])).toContain("Caused by: Error: limit is 3");
  expect(Object.keys(sink.last()["data"] as object)).toEqual(["error"]);
});

it("has the error that format.errors has made into text", () => {
  const { sink, logger } = setUp({ format: winston.format.errors({ stack: true }) });
  logger.error(failure());
  expect(sink.last()).toMatchObject({ exception_type: "RangeError", message: "too big" });
  expect(sink.last()["stack_trace"]).toBeInstanceOf(Array);
});

it("takes event_type for the event's type", () => {
  const { sink, logger } = setUp();
  logger.info("filled", { event_type: "order_filled", order_id: "o1" });
  expect(sink.last()).toMatchObject({ event_type: "order_filled", order_id: "o1", message: "filled" });
});

it("obeys winston's minimum levels, its silence, and its formats", () => {
  const { sink, transport, logger } = setUp({ level: "info" });
  logger.debug("below the logger's");
  transport.level = "warn";
  logger.info("below its own");
  delete transport.level;
  transport.silent = true;
  logger.info("silent");
  transport.silent = false;
  transport.format = winston.format((info) =>
    info["drop"] === true ? false : { ...info, message: `<${String(info.message)}>` },
  )();
  logger.info("dropped", { drop: true });
  logger.info("formed");
  transport.format = winston.format(() => {
    throw new Error("broken format");
  })();
  logger.info("kept");
  expect(sink.records().map(({ message }) => message)).toEqual(["<formed>", "kept"]);
});

it("redacts, and never throws, whatever is logged", () => {
  const { sink, logger } = setUp();
  logger.info("password=hunter2hunter2", { api_key: "k-123456789" });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  logger.info("odd", circle);
  logger.info(undefined as never);
  logger.info({ message: 7 } as never);
  expect(sink.lines).toHaveLength(4);
  expect(sink.lines.join()).not.toMatch(/hunter2|k-123456789/);
});

it("end() flushes: finish comes when everything is at its destination, and the program's logger stays open", async () => {
  let flushed = 0;
  const { log } = testLogger({
    sinks: [
      {
        name: "slow",
        write: () => {},
        flush: async () => {
          await new Promise(setImmediate);
          flushed++;
        },
        close: async () => {
          flushed = -100;
        },
      },
    ],
  });
  const transport = new DaybookTransport({ logger: log });
  const logger = winston.createLogger({ transports: [transport] });
  logger.info("last");
  logger.end();
  await once(transport, "finish");
  expect(flushed).toBe(1);
});

it("a transport that is taken off ends", async () => {
  const { transport, logger } = setUp();
  logger.remove(transport);
  await once(transport, "finish");
  expect(transport.writableEnded).toBe(true);
});

it("refuses to go nowhere", () => {
  expect(() => new DaybookTransport({ service: "bot" })).toThrow(/DAYBOOK_LOG_DIR/);
});
