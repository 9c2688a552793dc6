import { Console } from "node:console";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLogger } from "../core/create-logger.ts";
import type { Sink } from "../core/sink.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { captureConsole } from "./capture-console.ts";

let printed: string;
let target: Console;

beforeEach(() => {
  printed = "";
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      printed += chunk.toString();
      done();
    },
  });
  target = new Console({ stdout: stream, stderr: stream });
});

afterEach(() => vi.restoreAllMocks());

it("makes an event of each method, at its level, with the text that would have been printed", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target });
  target.log("bought %d of %s", 2, "BTC", { at: 42_000 });
  target.info("b");
  target.warn("c");
  target.error("d");
  target.debug("e");
  expect(sink.records().map(({ level, message, logger }) => [level, message, logger])).toEqual([
    ["INFO", "bought 2 of BTC { at: 42000 }", "console"],
    ["INFO", "b", "console"],
    ["WARNING", "c", "console"],
    ["ERROR", "d", "console"],
    ["DEBUG", "e", "console"],
  ]);
  expect(printed).toBe("");
});

it("takes an Error for the event's exception, with its causes", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target });
  target.error("order failed:", new RangeError("too big", { cause: new Error("limit is 3") }));
  expect(sink.last()).toMatchObject({
    message: "order failed: RangeError: too big",
    exception_type: "RangeError",
    exception_message: "too big",
  });
  expect(String(sink.last()["stack_trace"])).toContain("Caused by: Error: limit is 3");
});

it("console.trace says where it was called", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target });
  target.trace("here");
  const { message, level, data } = sink.last() as { message: string; level: string; data: { stack: string[] } };
  expect([message, level]).toEqual(["here", "DEBUG"]);
  expect(data.stack[0]).toContain("capture-console.test");
});

it("console.assert, table and count come through the methods that they use", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target });
  target.assert(Number("0") > 2, "sums");
  target.count("tick");
  expect(sink.records().map(({ level, message }) => [level, message])).toEqual([
    ["WARNING", "Assertion failed: sums"],
    ["INFO", "tick: 1"],
  ]);
});

it("prints as before on request, and redacts only what is logged", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target, print: true });
  target.log("password=hunter2hunter2");
  expect(printed).toBe("password=hunter2hunter2\n");
  expect(sink.last()["message"]).not.toContain("hunter2");
});

it("takes only the methods asked for, at the levels asked for", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target, methods: ["warn"], levels: { warn: "RISK_ALERT" }, logger: "strategy" });
  target.warn("drawdown");
  target.log("printed");
  expect(sink.records()).toHaveLength(1);
  expect(sink.last()).toMatchObject({ level: "RISK_ALERT", logger: "strategy" });
  expect(printed).toBe("printed\n");
});

it("ends: the methods are those from before", () => {
  const { log, sink } = testLogger();
  const before = target.log;
  const restore = captureConsole(log, { console: target });
  expect(target.log).not.toBe(before);
  restore();
  restore();
  expect(target.log).toBe(before);
  target.log("after");
  expect([printed, sink.lines.length]).toEqual(["after\n", 0]);
});

it("ends also under another's patch, which stays", () => {
  const { log, sink } = testLogger();
  const restore = captureConsole(log, { console: target });
  const ours = target.log;
  const theirs = (...args: unknown[]): void => ours("theirs:", ...args);
  target.log = theirs;
  restore();
  target.log("x");
  expect([target.log, printed, sink.lines.length]).toEqual([theirs, "theirs: x\n", 0]);
});

it("a sink that prints by console does not make events of its own events", () => {
  const sink: Sink = {
    name: "printing",
    write: (line) => target.log(`printed ${(JSON.parse(line) as { message: string }).message}`),
  };
  const log = createLogger({ service: "bot", sinks: [sink], flushAtExit: false, env: {} });
  captureConsole(log, { console: target });
  target.log("once");
  expect(printed).toBe("printed once\n");
});

it("never throws, whatever is printed", () => {
  const { log, sink } = testLogger();
  captureConsole(log, { console: target });
  const hostile = {
    [Symbol.for("nodejs.util.inspect.custom")]: () => {
      throw new Error("no");
    },
  };
  target.log(hostile);
  target.log(Symbol("s"), null, undefined, 1n);
  expect(sink.records().map(({ message }) => message)).toEqual(["[unreadable: no]", "Symbol(s) null undefined 1n"]);
});

it("the global console is taken by default", () => {
  const { log, sink } = testLogger();
  const restore = captureConsole(log);
  try {
    globalThis.console.info("global");
  } finally {
    restore();
  }
  expect(sink.last()).toMatchObject({ message: "global" });
});
