import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CollectorSinkOptions } from "./collector-sink.ts";
import { collectorSink } from "./collector-sink.ts";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import type { Behaviour, FakeCollector } from "../test-support/fake-collector.ts";
import { startFakeCollector } from "../test-support/fake-collector.ts";
import { testLogger } from "../test-support/test-logger.ts";

const PATIENCE_MS = 20_000;

let collector: FakeCollector;
let log: Logger;
let faults: SinkFault[];

beforeEach(async () => {
  collector = await startFakeCollector();
});

afterEach(async () => {
  await log.close(10);
  await collector.close();
});

function connect(options: Partial<CollectorSinkOptions> = {}): void {
  faults = [];
  const sink = collectorSink({ url: collector.url, key: "test-key", lingerMs: 1, random: () => 0, ...options });
  ({ log } = testLogger({ sinks: [sink], onError: (fault) => faults.push(fault) }));
}

function messages(): unknown[] {
  return collector.events.map((event) => event["message"]);
}

describe("delivery", () => {
  it("sends events once, in order, numbered without holes, over one request at a time", async () => {
    connect();
    const expected: string[] = [];
    for (let i = 0; i < 5_000; i++) {
      expected.push(`event ${i}`);
      log.info(`event ${i}`);
    }
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(expected);
    expect(collector.events.map((event) => event["producer_seq"])).toEqual(expected.map((_, i) => i + 1));
    expect(collector.complaints).toEqual([]);
    expect(collector.mostAtOnce).toBe(1);
    expect(Math.max(...collector.requests.map(({ body }) => body.split("\n").length - 1))).toBe(1_000);
    expect(faults).toEqual([]);
  });

  it("sends by itself after the linger", async () => {
    connect();
    log.info("alone");
    await collector.taken(1);
    expect(messages()).toEqual(["alone"]);
  });

  it("splits by size too, each body at most about a megabyte", async () => {
    connect();
    for (let i = 0; i < 300; i++) log.info("x", { blob: "y".repeat(10_000) });
    await log.flush(PATIENCE_MS);
    expect(collector.events).toHaveLength(300);
    for (const { body } of collector.requests) expect(body.length).toBeLessThan(1_100_000);
  });

  it("compresses when told to", async () => {
    connect({ gzipMinBytes: 1 });
    log.info("small");
    await log.flush(PATIENCE_MS);
    expect(collector.requests[0]?.headers["content-encoding"]).toBe("gzip");
    expect(messages()).toEqual(["small"]);
  });
});

describe("a collector that fails", () => {
  const cases: [string, Behaviour[]][] = [
    ["answers 500", [{ kind: "answer", status: 500, body: "oops" }]],
    [
      "answers 503 twice",
      [
        { kind: "answer", status: 503 },
        { kind: "answer", status: 503 },
      ],
    ],
    ["answers 429 with Retry-After", [{ kind: "answer", status: 429, headers: { "retry-after": "0" } }]],
    ["answers 200 with a page of something else", [{ kind: "answer", status: 200, body: "<html>" }]],
    ["answers 404", [{ kind: "answer", status: 404 }]],
    ["redirects", [{ kind: "answer", status: 302, headers: { location: "http://127.0.0.1:1/" } }]],
    ["ends the connection before it took anything", [{ kind: "hang-up", taken: false }]],
    ["ends the connection after it took everything", [{ kind: "hang-up", taken: true }]],
    ["ends the connection within the answer", [{ kind: "half-answer" }]],
    ["refuses the key for a while", [{ kind: "answer", status: 401 }]],
    [
      "fails in several ways in turn",
      [{ kind: "hang-up", taken: true }, { kind: "answer", status: 500 }, { kind: "half-answer" }],
    ],
  ];

  it.each(cases)("that %s has each event once in the end, and the program hears of it", async (_, behaviours) => {
    connect();
    collector.plan(...behaviours);
    log.info("a");
    log.info("b");
    await collector.asked(behaviours.length);
    log.info("c");
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a", "b", "c"]);
    expect(collector.complaints).toEqual([]);
    expect(faults.length).toBe(behaviours.length);
  });

  it("sends the very same bytes again", async () => {
    connect();
    collector.plan({ kind: "hang-up", taken: true });
    log.info("a");
    await collector.asked(1);
    log.info("b");
    await log.flush(PATIENCE_MS);
    expect(collector.requests[1]?.body).toBe(collector.requests[0]?.body);
  });

  it("says what to do about a refused key, and waits with what it has", async () => {
    connect();
    collector.plan({ kind: "answer", status: 401 });
    log.info("a");
    await collector.asked(1);
    await log.flush(PATIENCE_MS);
    expect(faults).toEqual([
      expect.objectContaining({
        code: "DAYBOOK_LOGGER_KEY_REFUSED",
        message: expect.stringContaining("DAYBOOK_KEY") as string,
      }),
    ]);
    expect(messages()).toEqual(["a"]);
  });

  it("gives up an answer that does not come and sends again", async () => {
    connect({ requestTimeoutMs: 50 });
    let release = (): void => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    collector.plan({ kind: "wait", until });
    log.info("a");
    await log.flush(PATIENCE_MS);
    release();
    expect(collector.requests.length).toBe(2);
    expect(messages()).toEqual(["a"]);
    expect(faults[0]?.message).toContain("no answer within 50 ms");
  });

  it("does not hold the program up while the collector is slow", async () => {
    connect();
    let release = (): void => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    collector.plan({ kind: "wait", until });
    log.info("first");
    await collector.asked(1);
    for (let i = 0; i < 100; i++) log.info("more");
    expect(collector.requests.length).toBe(1);
    release();
    await log.flush(PATIENCE_MS);
    expect(collector.events).toHaveLength(101);
    expect(collector.mostAtOnce).toBe(1);
  });

  it("is not waited for longer than the time of a flush", async () => {
    connect();
    await collector.close();
    log.info("nobody is there");
    await log.flush(1);
    await log.close(1);
    expect(faults.map((fault) => fault.code)).toContain("DAYBOOK_LOGGER_LOST");
    collector = await startFakeCollector();
  });
});

describe("events that are refused", () => {
  it("are said once and not sent again; their neighbours are kept", async () => {
    connect();
    collector.plan({ kind: "reject", lines: [2] });
    for (const text of ["a", "b", "c"]) log.info(text);
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a", "c"]);
    expect(collector.requests.length).toBe(1);
    expect(faults.map((fault) => [fault.code, fault.message])).toEqual([
      [
        "DAYBOOK_LOGGER_REJECTED",
        "1 events were rejected and are not sent again: DAYBOOK_INGEST_TEST refused by the test",
      ],
    ]);
  });

  it("do not stop what follows when a whole batch is refused", async () => {
    connect();
    collector.plan(
      { kind: "reject", lines: [1, 2] },
      { kind: "answer", status: 415, body: '{"code":"X","detail":"no"}' },
    );
    log.info("a");
    log.info("b");
    await log.flush(PATIENCE_MS);
    log.info("c");
    await log.flush(PATIENCE_MS);
    log.info("d");
    await log.flush(PATIENCE_MS);
    expect(collector.requests.length).toBe(3);
    expect(messages()).toEqual(["d"]);
    expect(faults.map((fault) => fault.code)).toEqual(["DAYBOOK_LOGGER_REJECTED", "DAYBOOK_LOGGER_REJECTED"]);
  });

  it("travel in halves when the body is too large", async () => {
    connect();
    collector.plan({ kind: "answer", status: 413 }, { kind: "answer", status: 413 });
    for (const text of ["a", "b", "c", "d", "e"]) log.info(text);
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a", "b", "c", "d", "e"]);
    expect(collector.complaints).toEqual([]);
  });
});

describe("memory", () => {
  it("is bounded; audited events go on when ordinary ones are dropped; the loss is logged", async () => {
    connect({ maxBufferBytes: 20_000, lingerMs: 60_000 });
    collector.plan({ kind: "answer", status: 500 });
    for (let i = 0; i < 200; i++) log.info(`filler ${i}`);
    for (let i = 0; i < 20; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    await log.flush(PATIENCE_MS);
    const report = collector.events.find((event) => event["event_type"] === "logs_dropped");
    const filler = collector.events.filter((event) => event["event_type"] === "log").length;
    const trades = collector.events.filter((event) => event["event_type"] === "trade_exit").length;
    expect(trades).toBe(20);
    expect(filler).toBeGreaterThan(20);
    expect(report?.["data"]).toMatchObject({ sink: "collector", count: 200 - filler, audited: 0 });
    expect(collector.complaints).toEqual([]);
    expect(faults.map((fault) => fault.code)).toContain("DAYBOOK_LOGGER_LOST");
  });
});
