import { LEVELS } from "@daybook/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import type { SyslogFormat } from "./syslog-message.ts";
import { SYSLOG_SEVERITY, formatSyslog } from "./syslog-message.ts";

const FORMAT: SyslogFormat = {
  facility: 16,
  appName: undefined,
  body: "json",
  structuredDataId: "daybook@32473",
  maxBytes: 8192,
};

function line(fields: Record<string, unknown> = {}): string {
  return JSON.stringify({
    timestamp: "2024-01-15T10:30:45.123456Z",
    level: "INFO",
    service: "bot",
    event_type: "log",
    message: "hello",
    host: "h1",
    pid: 7,
    ...fields,
  });
}

function format(fields: Record<string, unknown>, options: Partial<SyslogFormat> = {}): string {
  return formatSyslog(line(fields), "INFO", { ...FORMAT, ...options }).toString();
}

/** RFC 5424 §6: header, structured data, message. */
const MESSAGE =
  /^<(\d{1,3})>1 (\S+) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) (\[[!#-<>-\\^-~]{1,32}(?: [!#-<>-\\^-~]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*\]) (.*)$/s;

describe("a record as a syslog message", () => {
  it("has header, structured data, and the record itself", () => {
    const { log, sink } = testLogger({ service: "bot", host: "h1", pid: 7 });
    log.tradeExit({ trade_id: "t1", symbol: "BTC/USDT", quantity: "0.10", price: 12_345_678_901_234_567_890n });
    const text = formatSyslog(sink.lines[0] ?? "", "TRADE_EXECUTED", FORMAT).toString();
    expect(text).toBe(
      `<133>1 2026-11-21T09:00:00.000000Z h1 bot 7 trade_exit [daybook@32473 level="TRADE_EXECUTED" id="${String(sink.last()["id"])}"` +
        ` service="bot" environment="test" session_id="s_test" symbol="BTC/USDT" trade_id="t1" quantity="0.10"` +
        ` price="12345678901234567890"] ${sink.lines[0]}`,
    );
  });

  it("has the message alone, or a cookie in front of the record, if that is wished", () => {
    expect(format({}, { body: "text" })).toMatch(/\] hello$/);
    expect(format({}, { body: "cee" })).toMatch(/\] @cee: \{"timestamp"/);
    expect(format({}, { appName: "desk 1" })).toContain(" h1 desk_1 7 log ");
  });

  it("escapes quote, backslash and bracket in parameters", () => {
    expect(format({ symbol: 'a"b\\c]d\ne' })).toContain(' symbol="a\\"b\\\\c\\]d e"');
  });

  it("has a dash for what is not known", () => {
    const text = formatSyslog('{"timestamp":"2024-01-15T10:30:45.123456Z"}', "DEBUG", FORMAT).toString();
    expect(text).toMatch(/^<135>1 2024-01-15T10:30:45\.123456Z - - - - \[daybook@32473\] /);
  });

  it("has a severity for each level", () => {
    expect(LEVELS.map((level) => SYSLOG_SEVERITY[level])).toEqual([7, 6, 6, 6, 5, 4, 4, 3, 2]);
  });

  it("is RFC 5424 within its length, whatever the fields are", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary", minLength: 200, maxLength: 300 }),
      fc.integer(),
    );
    const fields = fc.dictionary(
      fc.constantFrom("service", "host", "pid", "event_type", "message", "symbol", "order_id", "user_id", "status"),
      any,
    );
    fc.assert(
      fc.property(fields, fc.integer({ min: 1024, max: 2048 }), (given, maxBytes) => {
        const bytes = formatSyslog(line(given), "INFO", { ...FORMAT, maxBytes });
        expect(bytes.length).toBeLessThanOrEqual(maxBytes);
        expect(bytes.toString()).toMatch(MESSAGE);
        const isClean = !Object.values(given).some((value) => /[\ufffd\p{Surrogate}]/u.test(String(value)));
        if (isClean) expect(bytes.toString()).not.toContain("\ufffd");
      }),
      { numRuns: 50 },
    );
  });
});

describe("a record that is too long", () => {
  it("carries the message with all parameters, and the length that it had", () => {
    const text = format({ symbol: "BTC", data: { blob: "x".repeat(10_000) } });
    expect(text).toMatch(/^<134>1 .* \[daybook@32473 cut="10\d{3}" level="INFO" service="bot" symbol="BTC"\] hello$/);
  });

  it("has its message cut between characters", () => {
    for (let maxBytes = 1024; maxBytes < 1030; maxBytes++) {
      const text = format({ message: "ü€😀".repeat(1000) }, { maxBytes });
      expect(Buffer.byteLength(text)).toBeGreaterThan(maxBytes - 4);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      expect(text).not.toContain("\ufffd");
    }
  });

  it("has few parameters when even they are too long", () => {
    const text = format({ id: "i1", symbol: "s".repeat(3000) }, { maxBytes: 1024 });
    expect(text).toMatch(/\[daybook@32473 cut="\d+" level="INFO" id="i1"\] hello$/);
  });
});
