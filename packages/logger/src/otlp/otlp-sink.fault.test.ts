import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import type { FakeOtlp, OtlpAnswer } from "../test-support/fake-otlp.ts";
import { startFakeOtlp } from "../test-support/fake-otlp.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { OtlpSinkOptions } from "./otlp-sink.ts";
import { otlpSink } from "./otlp-sink.ts";

const PATIENCE_MS = 20_000;

let endpoint: FakeOtlp;
let log: Logger;
let faults: SinkFault[];

beforeEach(async () => {
  endpoint = await startFakeOtlp();
  faults = [];
});

afterEach(async () => {
  await log.close(1);
  await endpoint.close();
});

function connect(options: Partial<OtlpSinkOptions> = {}): void {
  const sink = otlpSink({ url: endpoint.url, lingerMs: 1, random: () => 0, exitTimeoutMs: 0, ...options });
  ({ log } = testLogger({ sinks: [sink], onError: (fault) => faults.push(fault) }));
}

function messages(): string[] {
  return endpoint.records.map(({ body }) => body.stringValue);
}

describe("delivery", () => {
  it("sends events in order, in batches, that the official definitions can read", async () => {
    connect({ headers: { "x-scope": "desk-1" }, gzipMinBytes: 1 });
    const expected = Array.from({ length: 1_200 }, (_, i) => `event ${i}`);
    for (const text of expected) log.info(text, { n: text.length });
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(expected);
    expect(endpoint.complaints).toEqual([]);
    expect(endpoint.requests).toHaveLength(3);
    expect(endpoint.requests[0]?.headers).toMatchObject({ "x-scope": "desk-1", "content-encoding": "gzip" });
    expect(faults).toEqual([]);
  });

  it("leaves an address alone that has the path already", async () => {
    connect({ url: `${endpoint.url}/v1/logs` });
    log.info("a");
    await log.flush(PATIENCE_MS);
    expect(endpoint.complaints).toEqual([]);
    expect(messages()).toEqual(["a"]);
  });
});

describe("an endpoint that fails", () => {
  const later: [string, OtlpAnswer][] = [429, 502, 503, 504].map((status) => [
    String(status),
    { status, headers: { "retry-after": "0" }, body: '{"code":14,"message":"busy"}' },
  ]);

  it.each(later)("with %s gets the same again", async (status, answer) => {
    connect();
    endpoint.plan(answer);
    log.info("a");
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a"]);
    expect(endpoint.requests[1]?.request).toEqual(endpoint.requests[0]?.request);
    expect(faults).toEqual([
      expect.objectContaining({
        sink: "otlp",
        code: "DAYBOOK_LOGGER_OTLP",
        message: `the OTLP endpoint answered ${status}: busy`,
      }),
    ]);
  });

  it.each([400, 500])("with %i does not get it again, and the program hears how many", async (status) => {
    connect();
    endpoint.plan({ status, body: '{"message":"no"}' });
    log.info("a");
    log.info("b");
    await log.flush(PATIENCE_MS);
    log.info("c");
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["c"]);
    expect(faults.map(({ code, message }) => [code, message])).toEqual([
      [
        "DAYBOOK_LOGGER_REJECTED",
        `2 events were refused and are not sent again: the OTLP endpoint answered ${status}: no`,
      ],
    ]);
  });

  it.each([401, 404, 302])("with %i is asked again until the settings are right", async (status) => {
    connect();
    endpoint.plan({ status });
    log.info("a");
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a"]);
    expect(faults[0]?.message).toContain("url and headers");
  });

  it("by a page of something else gets it again", async () => {
    connect();
    endpoint.plan({ status: 200, body: "<html>" });
    log.info("a");
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a"]);
  });

  it("with 413 gets halves", async () => {
    connect();
    endpoint.plan({ status: 413 }, { status: 413 });
    for (const text of ["a", "b", "c", "d"]) log.info(text);
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(["a", "b", "c", "d"]);
  });

  it.each(['"2"', "2"])("for some of the records (%s) is believed, and they are counted", async (count) => {
    connect();
    endpoint.plan({
      status: 200,
      taken: true,
      body: `{"partialSuccess":{"rejectedLogRecords":${count},"errorMessage":"too old"}}`,
    });
    for (const text of ["a", "b", "c"]) log.info(text);
    await log.flush(PATIENCE_MS);
    expect(endpoint.requests).toHaveLength(1);
    expect(faults.map(({ message }) => message)).toEqual(["2 events were rejected and are not sent again: too old"]);
  });

  it.each(["", "ok", "{}", '{"partialSuccess":null}', '{"partialSuccess":{"rejectedLogRecords":"many"}}'])(
    "by nothing is one that answers 200 with %j",
    async (body) => {
      connect();
      endpoint.plan({ status: 200, taken: true, body });
      log.info("a");
      await log.flush(PATIENCE_MS);
      expect(messages()).toEqual(["a"]);
      expect(faults).toEqual([]);
    },
  );

  it("drops and counts what memory has no room for, audited events last", async () => {
    connect({ maxBufferBytes: 20_000 });
    endpoint.plan({ status: 503 });
    for (let i = 0; i < 200; i++) log.info(`filler ${i}`);
    for (let i = 0; i < 20; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    await log.flush(PATIENCE_MS);
    const types = endpoint.records.map(({ attributes }) => attributes.find(({ key }) => key === "event_type")?.value);
    expect(types.filter((type) => type?.["stringValue"] === "trade_exit")).toHaveLength(20);
    expect(types.filter((type) => type?.["stringValue"] === "logs_dropped")).toHaveLength(1);
  });
});

describe("with a spool", () => {
  it("is sent by the next logger what could not be sent, once, and nothing of the collector's", async () => {
    const spoolDir = mkdtempSync(join(tmpdir(), "daybook-otlp-"));
    connect({ url: "http://127.0.0.1:1", spoolDir });
    for (let i = 0; i < 1_000; i++) log.info(`event ${i}`);
    await log.close(1);
    connect({ spoolDir });
    await log.flush(PATIENCE_MS);
    expect(messages()).toEqual(Array.from({ length: 1_000 }, (_, i) => `event ${i}`));
    expect(endpoint.complaints).toEqual([]);
    await log.close(1);
    rmSync(spoolDir, { recursive: true, force: true });
  });
});
