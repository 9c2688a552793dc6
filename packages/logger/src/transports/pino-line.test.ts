import { hostname } from "node:os";
import pino from "pino";
import { expect, it } from "vitest";
import { readPinoLine } from "./pino-line.ts";

/** What pino writes. */
function written(log: (logger: pino.Logger) => void, options: pino.LoggerOptions = {}): string {
  let line = "";
  log(pino({ level: "trace", ...options }, { write: (text: string) => (line += text) }));
  return line.trimEnd();
}

it("reads a line of pino's: level, time, name, message, fields; pid and hostname are ours already", () => {
  const line = written((log) => log.child({ symbol: "BTC" }).warn({ quantity: "0.50" }, "small %s", "order"), {
    name: "trading.orders",
  });
  const { event, timeUs } = readPinoLine(line, {});
  expect(event).toEqual({
    level: "WARNING",
    logger: "trading.orders",
    eventType: undefined,
    message: "small order",
    fields: { symbol: "BTC", quantity: "0.50" },
  });
  expect(timeUs).toBe((JSON.parse(line) as { time: number }).time * 1000);
});

it.each([
  ["epoch milliseconds", pino.stdTimeFunctions.epochTime],
  ["seconds", pino.stdTimeFunctions.unixTime],
  ["ISO", pino.stdTimeFunctions.isoTime],
])("reads the time as %s", (_, timestamp) => {
  const before = Date.now();
  const { timeUs } = readPinoLine(
    written((log) => log.info("x"), { timestamp }),
    {},
  );
  expect(Math.abs((timeUs ?? 0) / 1000 - before)).toBeLessThan(60_000);
});

it.each([
  ['"2026-11-21T09:00:00.123456789Z"', 1_795_251_600_123_456],
  ['"no time"', undefined],
  ["null", undefined],
])("reads the time %s to the microsecond, or leaves it", (time, expected) => {
  expect(readPinoLine(`{"level":30,"time":${time},"msg":"x"}`, {}).timeUs).toBe(expected);
});

it("keeps the process and machine of a line that comes from elsewhere", () => {
  const line = `{"level":30,"pid":1,"hostname":"bot-7","msg":"x"}`;
  expect(readPinoLine(line, {}).event.fields).toEqual({ pid: 1, hostname: "bot-7" });
  const own = JSON.stringify({ level: 30, pid: process.pid, hostname: hostname(), msg: "x" });
  expect(readPinoLine(own, {}).event.fields).toEqual({});
});

it("has the error with its stack, causes and further fields", () => {
  const error = Object.assign(new RangeError("too big", { cause: new TypeError("no number") }), { code: "E_SIZE" });
  const { event } = readPinoLine(
    written((log) => log.error(error)),
    {},
  );
  expect(event.message).toBe(JSON.parse(written((log) => log.error(error)))["msg"]);
  const revived = event.fields["err"] as Error & { code: string };
  expect(revived).toBeInstanceOf(Error);
  expect([revived.name, revived.code]).toEqual(["RangeError", "E_SIZE"]);
  expect(revived.message).toContain("too big");
  expect(revived.stack).toContain("pino-line.test");
  expect(revived.stack).toContain("no number");
});

it("has the errors of an AggregateError", () => {
  const error = new AggregateError([new Error("first"), new Error("second")], "both");
  const { event } = readPinoLine(
    written((log) => log.error(error, "orders failed")),
    {},
  );
  const revived = event.fields["err"] as AggregateError;
  expect(event.message).toBe("orders failed");
  expect(revived.errors.map((one) => (one as Error).message)).toEqual(["first", "second"]);
});

it("follows pino's own names for message and error", () => {
  const line = written((log) => log.error({ failure: new Error("gone") }, "text"), {
    messageKey: "message",
    errorKey: "failure",
  });
  const { event } = readPinoLine(line, { messageKey: "message", errorKey: "failure" });
  expect(event.message).toBe("text");
  expect(Object.keys(event.fields)).toEqual(["err"]);
});

it("keeps an err that is no error, a name that is no text, and a message that is none", () => {
  const { event } = readPinoLine('{"level":30,"name":7,"msg":{"a":1},"err":"text"}', {});
  expect(event).toMatchObject({ logger: undefined, message: undefined });
  expect(event.fields).toEqual({ name: 7, msg: { a: 1 }, err: "text" });
});

it("keeps every digit", () => {
  const { event } = readPinoLine(
    written((log) => log.info({ wei: 115792089237316195423570985008687907853269984665n })),
    {},
  );
  expect(event.fields["wei"]).toBe("115792089237316195423570985008687907853269984665");
});

it("takes event_type for the event's type", () => {
  const { event } = readPinoLine('{"level":30,"event_type":"order_filled","order_id":"o1"}', {});
  expect(event).toMatchObject({ eventType: "order_filled", message: undefined, fields: { order_id: "o1" } });
});

it.each(["plain text", "[1,2]", "7", '"text"', '{"level":30', "null"])("takes %s for a message", (line) => {
  expect(readPinoLine(line, {})).toEqual({
    event: { level: "INFO", logger: undefined, eventType: undefined, message: line, fields: {} },
    timeUs: undefined,
  });
});
