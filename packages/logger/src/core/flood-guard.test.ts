import { describe, expect, it } from "vitest";
import { testLogger, tickingClock } from "../test-support/test-logger.ts";
import { createLogger } from "./create-logger.ts";
import type { FloodOptions } from "./flood-guard.ts";
import { memorySink } from "../test-support/memory-sink.ts";

/** A logger whose clock stands still until it is told to go on. */
function frozen(flood: FloodOptions | false) {
  let us = tickingClock()();
  const { log, sink } = testLogger({ flood, clock: () => us });
  return { log, sink, pass: (ms: number) => (us += ms * 1000) };
}

const FILL = { symbol: "BTCUSDT", side: "BUY", quantity: "1", price: "64123.50", order_id: "1" };

const collapsed = (records: Record<string, unknown>[]) =>
  records.filter((record) => record["event_type"] === "logs_collapsed");

describe("a call site that writes too many lines", () => {
  it("writes its burst, and the rest becomes one counted line", async () => {
    const { log, sink } = frozen({ linesPerSecond: 10, burstLines: 100 });
    const ids = Array.from({ length: 500 }, (_, i) => log.info(`order ${i} timed out`, { i }));
    // The kind's burst, then the site's own.
    expect(sink.lines).toHaveLength(200);
    expect(ids.filter((id) => id === "")).toHaveLength(300);
    await log.flush();
    const [report, ...more] = collapsed(sink.records());
    expect(more).toEqual([]);
    expect(report).toMatchObject({
      level: "WARNING",
      logger: "daybook.logger",
      message: "300 × order 200 timed out (too many lines from one place, collapsed)",
      data: { count: 300, reason: "rate", example: "order 200 timed out", of_event_type: "log" },
    });
  });

  it("does not cost another one its lines", () => {
    const { log, sink } = frozen({ linesPerSecond: 10, burstLines: 100 });
    for (let i = 0; i < 500; i++) log.info(`order ${i} timed out`, { i });
    const before = sink.lines.length;
    for (let i = 0; i < 50; i++) log.info(`balance of account ${i}`, { i });
    for (let i = 0; i < 50; i++) log.child({ logger: "trading.risk" }).info(`order ${i} timed out`, { i });
    expect(sink.lines.length - before).toBe(100);
  });

  it("may write again as time passes", () => {
    const { log, sink, pass } = frozen({ linesPerSecond: 10, burstLines: 10 });
    for (let i = 0; i < 50; i++) log.info(`tick ${i}`, { i });
    const before = sink.lines.length;
    pass(1_000);
    for (let i = 0; i < 50; i++) log.info(`tick ${i}`, { i });
    // Ten for the kind as a whole and ten for the site.
    expect(sink.lines.length - before).toBe(20);
  });

  it("is never held back in classes that are audited", () => {
    const { log, sink } = frozen({ linesPerSecond: 1, burstLines: 1, equalPerSecond: 1 });
    for (let i = 0; i < 500; i++) log.orderFilled(FILL);
    expect(sink.lines).toHaveLength(500);
  });

  it("is free when there is no guard", () => {
    const { log, sink } = frozen(false);
    for (let i = 0; i < 20_000; i++) log.info("tick");
    expect(sink.lines).toHaveLength(20_000);
  });
});

describe("equal lines", () => {
  it("collapse after the first of a second", async () => {
    const { log, sink } = frozen({ equalPerSecond: 3 });
    for (let i = 0; i < 1_000; i++) log.error("cannot connect", { exchange: "kraken" });
    // One more than the limit: the first that is looked at is what the others are compared with.
    expect(sink.lines.length).toBeLessThanOrEqual(4);
    const written = sink.lines.length;
    await log.flush();
    expect(collapsed(sink.records())).toMatchObject([{ data: { count: 1_000 - written, reason: "equal" } }]);
  });

  it("are those with equal fields: a number that differs is told each time", () => {
    const { log, sink } = frozen({ equalPerSecond: 3 });
    for (let i = 0; i < 1_000; i++) log.info("tick", { price: i });
    expect(sink.lines).toHaveLength(1_000);
  });

  it("are told again in the next second", () => {
    const { log, sink, pass } = frozen({ equalPerSecond: 3 });
    for (let i = 0; i < 100; i++) log.info("tick");
    const before = sink.lines.length;
    pass(1_000);
    for (let i = 0; i < 100; i++) log.info("tick");
    expect(sink.lines.length - before).toBeGreaterThanOrEqual(3);
  });
});

it("counts messages that have nothing in common in bounded memory", () => {
  const { log, sink } = frozen({ linesPerSecond: 1, burstLines: 1 });
  const word = (i: number) => String.fromCharCode(...[...String(i)].map((digit) => 97 + Number(digit)));
  for (let i = 0; i < 5_000; i++) {
    log.info(word(i));
    log.info(word(i));
  }
  const told = collapsed(sink.records());
  expect(told.length).toBeGreaterThan(3_000);
});

it.each([{ linesPerSecond: 0 }, { burstLines: Number.NaN }, { equalPerSecond: "many" as unknown as number }])(
  "refuses %j",
  (flood) => {
    expect(() => createLogger({ service: "bot", sinks: [memorySink()], env: {}, flood, flushAtExit: false })).toThrow(
      /flood\.\w+ is .*; it must be a number of 1 or more/,
    );
  },
);
