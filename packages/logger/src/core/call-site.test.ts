import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { parseFrame } from "./call-site.ts";

const HERE = "packages/logger/src/core/call-site.test.ts";
/** The line on which the caller of this function calls it. */
const here = (): number =>
  Number(/call-site\.test\.ts:(\d+):\d+\)?$/m.exec(new Error("").stack?.split("\n")[2] ?? "")?.[1]);

describe("events that say where they were logged", () => {
  it("name file and line of the program's own call, whichever method it was", () => {
    const { log, sink } = testLogger({ callSites: true });
    const first = here() + 1;
    log.info("a");
    log.warn("b");
    log.error(new Error("c"));
    log.log("DEBUG", "d");
    log.event("own_type", "e");
    log.logTrade("ORDER_FILLED", {});
    log.heartbeat();
    log.child({ logger: "x" }).info("f");
    log.withContext({ request_id: "r" }, () => log.info("g"));
    const sites = sink.records().map(({ file, line }) => ({ file, line }));
    expect(sites).toEqual(Array.from({ length: 9 }, (_, i) => ({ file: HERE, line: first + i })));
  });

  it("do not when nobody asked for it", () => {
    const { log, sink } = testLogger();
    log.info("a");
    expect(sink.last()).not.toHaveProperty("file");
  });

  it("leave the program's own stack traces as long as they were", () => {
    const { log } = testLogger({ callSites: true });
    const before = Error.stackTraceLimit;
    log.info("a");
    expect(Error.stackTraceLimit).toBe(before);
  });
});

describe("a frame", () => {
  it.each([
    ["    at trade (file:///bot/src/main.js:12:5)", { file: "/bot/src/main.js", line: 12 }],
    ["    at /bot/main.js:7:1", { file: "/bot/main.js", line: 7 }],
    ["    at async Promise.all (/bot/main.js:9:3)", { file: "/bot/main.js", line: 9 }],
    [`    at trade (${process.cwd()}/src/main.js:12:5)`, { file: "src/main.js", line: 12 }],
    ["    at Array.forEach (<anonymous>)", undefined],
    ["    at new Trade (file:///bot/my%20bot.js:1:2)", { file: "/bot/my bot.js", line: 1 }],
    ["", undefined],
  ])("%j", (frame, site) => {
    expect(parseFrame(frame)).toEqual(site);
  });
});

describe("the active trace", () => {
  const trace = { trace_id: "0af7651916cd43dd8448eb211c80319c", span_id: "b7ad6b7169203331" };

  it("is in each event, unless the program bound its own", () => {
    const { log, sink } = testLogger({ traceContext: () => trace });
    log.info("a");
    expect(sink.last()).toMatchObject(trace);
    log.child({ trace_id: "own" }).info("b");
    expect(sink.last()).toMatchObject({ trace_id: "own" });
    expect(sink.last()).not.toHaveProperty("span_id");
  });

  it("gives way to ids that the event names itself", () => {
    const { log, sink } = testLogger({ traceContext: () => trace });
    log.info("a", { trace_id: "1".repeat(32), span_id: "2".repeat(16) });
    expect(sink.lines[0]?.match(/"trace_id"/g)).toHaveLength(1);
    expect(sink.last()).toMatchObject({ trace_id: "1".repeat(32) });
  });
});
