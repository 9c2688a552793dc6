import { LEVELS } from "@daybook/protocol";
import { describe, expect, it } from "vitest";
import type { OtlpRequest } from "../test-support/fake-otlp.ts";
import { complaintsAbout } from "../test-support/fake-otlp.ts";
import { testLogger } from "../test-support/test-logger.ts";
import { SEVERITY_NUMBER, otlpLogs } from "./otlp-logs.ts";

function translate(...lines: string[]): OtlpRequest {
  const request = JSON.parse(otlpLogs(`${lines.join("\n")}\n`)) as OtlpRequest;
  expect(complaintsAbout(request)).toEqual([]);
  return request;
}

function only(line: string | undefined): Record<string, unknown> {
  const record = translate(line ?? "{}").resourceLogs[0]?.scopeLogs[0]?.logRecords[0];
  if (record === undefined) throw new Error("there is no record");
  return { ...record, attributes: Object.fromEntries(record.attributes.map(({ key, value }) => [key, value])) };
}

describe("a record as an OpenTelemetry log record", () => {
  it("has its fields where the specification wants them", () => {
    const { log, sink } = testLogger({ service: "bot", host: "h1", pid: 7, logger: "trading.signals" });
    log.tradeExit({
      trade_id: "t1",
      symbol: "BTC/USDT",
      quantity: "0.10",
      price: 12_345_678_901_234_567_890n,
      pnl: 1.5,
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: "b7ad6b7169203331",
      legs: [1, { venue: "kraken", maker: true, rate: 0.25, note: null }],
      status: "closed",
      count: 3,
    });
    const { resourceLogs } = translate(sink.lines[0] ?? "");
    expect(resourceLogs[0]?.resource.attributes).toEqual([
      { key: "service.name", value: { stringValue: "bot" } },
      { key: "deployment.environment.name", value: { stringValue: "test" } },
      { key: "host.name", value: { stringValue: "h1" } },
      { key: "process.pid", value: { intValue: "7" } },
    ]);
    expect(resourceLogs[0]?.scopeLogs[0]?.scope).toEqual({ name: "trading.signals" });
    expect(only(sink.lines[0])).toEqual({
      timeUnixNano: "1795251600000000000",
      observedTimeUnixNano: "1795251600000000000",
      severityNumber: 12,
      severityText: "TRADE_EXECUTED",
      body: { stringValue: sink.last()["message"] },
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      attributes: {
        event_type: { stringValue: "trade_exit" },
        id: { stringValue: sink.last()["id"] },
        session_id: { stringValue: "s_test" },
        trade_id: { stringValue: "t1" },
        symbol: { stringValue: "BTC/USDT" },
        quantity: { stringValue: "0.10" },
        price: { stringValue: "12345678901234567890" },
        pnl: { stringValue: "1.5" },
        status: { stringValue: "closed" },
        count: { intValue: "3" },
        legs: {
          arrayValue: {
            values: [
              { intValue: "1" },
              {
                kvlistValue: {
                  values: [
                    { key: "venue", value: { stringValue: "kraken" } },
                    { key: "maker", value: { boolValue: true } },
                    { key: "rate", value: { doubleValue: 0.25 } },
                    { key: "note", value: {} },
                  ],
                },
              },
            ],
          },
        },
      },
    });
  });

  it("has the exception under OpenTelemetry's names", () => {
    const { log, sink } = testLogger();
    const error = new RangeError("too much");
    error.stack = "RangeError: too much\n    at here";
    log.error("it failed", { error });
    expect(only(sink.lines[0])["attributes"]).toMatchObject({
      "exception.type": { stringValue: "RangeError" },
      "exception.message": { stringValue: "too much" },
      "exception.stacktrace": { stringValue: "RangeError: too much\n    at here" },
    });
  });

  it("keeps ids that are none as attributes, and microseconds exactly", () => {
    const line = {
      timestamp: "2024-01-15T10:30:45.123456Z",
      level: "INFO",
      message: "m",
      trace_id: "abc",
      span_id: "0000000000000000",
    };
    const record = only(JSON.stringify(line));
    expect(record).toMatchObject({
      timeUnixNano: "1705314645123456000",
      attributes: { trace_id: { stringValue: "abc" }, span_id: { stringValue: "0000000000000000" } },
    });
    expect(record).not.toHaveProperty("traceId");
    expect(record).not.toHaveProperty("spanId");
  });

  it("tells data from the record's fields of the same name", () => {
    const line = {
      timestamp: "2024-01-15T10:30:45.123456Z",
      level: "INFO",
      message: "m",
      symbol: "A",
      data: { symbol: "B" },
    };
    expect(only(JSON.stringify(line))["attributes"]).toEqual({
      symbol: { stringValue: "A" },
      "data.symbol": { stringValue: "B" },
    });
  });

  it("has a severity for each level", () => {
    expect(LEVELS.map((level) => SEVERITY_NUMBER[level])).toEqual([5, 9, 10, 11, 12, 13, 14, 17, 21]);
  });
});

it("puts neighbours of one resource and logger together, and keeps the order", () => {
  const line = (service: string, logger: string, message: string): string =>
    JSON.stringify({ timestamp: "2024-01-15T10:30:45.123456Z", level: "INFO", service, logger, message });
  const { resourceLogs } = translate(
    line("a", "x", "1"),
    line("a", "x", "2"),
    line("a", "y", "3"),
    line("b", "y", "4"),
    line("a", "x", "5"),
  );
  const shape = resourceLogs.map(({ scopeLogs }) =>
    scopeLogs.map(({ scope, logRecords }) => `${scope.name}:${logRecords.map(({ body }) => body.stringValue).join()}`),
  );
  expect(shape).toEqual([["x:1,2", "y:3"], ["y:4"], ["x:5"]]);
});
