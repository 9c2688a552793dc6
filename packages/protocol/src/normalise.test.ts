import { describe, expect, it } from "vitest";
import { encodeRecord } from "./encode.ts";
import { parseJson } from "./json.ts";
import { MAX_KEYWORD_LENGTH } from "./limits.ts";
import { normaliseEvent, numberRecord } from "./normalise.ts";
import type { Door } from "./normalise.ts";
import { createRedactor } from "./redact.ts";

const COLLECTED_AT = "2026-01-02T03:04:05.000006Z";

function door(): Door {
  return { collectedAt: COLLECTED_AT, newId: () => "new-id", redactor: createRedactor() };
}

/** The record without its absent fields and what every record has. */
function fieldsOf(value: unknown): Record<string, unknown> {
  const record = JSON.parse(JSON.stringify(normaliseEvent(value, door()))) as Record<string, unknown>;
  const { seq: _seq, collected_at: _at, id: _id, timestamp: _time, level: _level, service: _service, ...rest } = record;
  return rest;
}

describe("normaliseEvent", () => {
  it("fills what every record has", () => {
    const record = normaliseEvent({}, door());
    expect(encodeRecord(numberRecord(record, 7))).toBe(
      `{"seq":7,"timestamp":"${COLLECTED_AT}","level":"INFO","service":"unknown","event_type":"log","message":"","id":"new-id","collected_at":"${COLLECTED_AT}"}`,
    );
  });

  it("takes the door's service, and keeps an id that is given", () => {
    const record = normaliseEvent({ id: "ev-1", service: "" }, { ...door(), defaultService: "bot" });
    expect(record.service).toBe("bot");
    expect(record.id).toBe("ev-1");
  });

  it("uses the event type as the message of an event without one", () => {
    expect(fieldsOf({ event_type: "order_filled" })).toEqual({ event_type: "order_filled", message: "order_filled" });
    expect(fieldsOf({ event_type: "order_filled", message: "" })).toEqual({ event_type: "order_filled", message: "" });
  });

  it("moves unknown fields and the collector's own into data", () => {
    expect(
      fieldsOf({ message: "m", seq: 3, collected_at: "x", audit_index: 1, category: "trade", enter_tag: null }),
    ).toEqual({
      event_type: "log",
      message: "m",
      data: { seq: 3, collected_at: "x", audit_index: 1, category: "trade", enter_tag: null },
    });
  });

  it("takes null as absent", () => {
    expect(fieldsOf({ message: "m", pnl: null, symbol: null, data: null, extra_data: null, event: null })).toEqual({
      event_type: "log",
      message: "m",
    });
  });

  describe("the seeds' spellings", () => {
    it.each([
      [
        { logger_name: "a", module: "b", component: "c" },
        { logger: "a", data: { module: "b", component: "c" } },
      ],
      [
        { module: "b", component: "c" },
        { logger: "b", data: { component: "c" } },
      ],
      [
        { logger: "x", component: "c" },
        { logger: "x", data: { component: "c" } },
      ],
      [{ strategy_name: "s" }, { strategy: "s" }],
      [
        { strategy: "x", strategy_name: "s" },
        { strategy: "x", data: { strategy_name: "s" } },
      ],
      [{ execution_price: 1850.45 }, { price: "1850.45" }],
      [
        { price: 1, execution_price: 2 },
        { price: "1", data: { execution_price: 2 } },
      ],
      [{ execution_price: "market" }, { data: { execution_price: "market" } }],
      [{ client_ip: "10.0.0.1" }, { ip_address: "10.0.0.1" }],
      [{ component: { a: 1 } }, { data: { component: { a: 1 } } }],
    ])("%j", (given, expected) => {
      expect(fieldsOf({ message: "m", ...given })).toEqual({ event_type: "log", message: "m", ...expected });
    });

    it.each([
      [{ event: "websocket_connected" }, { event_type: "websocket_connected", message: "websocket_connected" }],
      [
        { event: "connected", message: "m" },
        { event_type: "connected", message: "m" },
      ],
      [
        { event: "connected", event_type: "t" },
        { event_type: "t", message: "connected" },
      ],
      [
        { event: "connected", event_type: "t", message: "m" },
        { event_type: "t", message: "m", data: { event: "connected" } },
      ],
      [{ event: "Connected to the exchange." }, { event_type: "log", message: "Connected to the exchange." }],
      [
        { event: "A sentence.", message: "m" },
        { event_type: "log", message: "m", data: { event: "A sentence." } },
      ],
      [
        { event: { kind: 1 }, message: "m" },
        { event_type: "log", message: "m", data: { event: { kind: 1 } } },
      ],
      [{ action: "ORDER_FILLED" }, { event_type: "order_filled", message: "order_filled" }],
      [
        { action: "GetRegion", event_type: "audit", message: "m" },
        { event_type: "audit", message: "m", data: { action: "GetRegion" } },
      ],
      [
        { event: "connected", action: "reconnect" },
        { event_type: "connected", message: "connected", data: { action: "reconnect" } },
      ],
      [
        { trade_execution: "filled", message: "m" },
        { event_type: "filled", message: "m" },
      ],
    ])("%j", (given, expected) => {
      expect(fieldsOf(given)).toEqual(expected);
    });

    it("keeps own names of event types and takes other spellings of known ones", () => {
      const types = ["SIGNAL_GENERATED", "signalGenerated", "Signal-Generated", "OrderFilledEvent", "market_data"];
      expect(types.map((event_type) => normaliseEvent({ event_type }, door()).event_type)).toEqual([
        "signal_generated",
        "signal_generated",
        "signal_generated",
        "OrderFilledEvent",
        "market_data",
      ]);
    });

    it("merges containers into data: own fields, then metadata, extra_data, context; what loses stays under its name", () => {
      const event = {
        message: "m",
        context: { a: "context", d: 4, e: 5 },
        metadata: { a: "metadata", b: 2, c: 3 },
        extra_data: { b: "extra", c: 3, d: "extra" },
        data: { a: "own" },
        x: 1,
      };
      expect(fieldsOf(event)["data"]).toEqual({
        a: "own",
        x: 1,
        b: 2,
        c: 3,
        d: "extra",
        e: 5,
        metadata: { a: "metadata" },
        extra_data: { b: "extra" },
        context: { a: "context", d: 4 },
      });
      expect(event.data).toEqual({ a: "own" });
    });

    it("keeps a top-level field that data already has, under top_level", () => {
      expect(fieldsOf({ data: { a: 1, b: 2, top_level: 0 }, a: 9, b: 2 })["data"]).toEqual({
        a: 1,
        b: 2,
        top_level: 0,
        top_level_2: { a: 9 },
      });
    });

    it("keeps containers that are no objects", () => {
      expect(fieldsOf({ data: "text", metadata: [1], context: 5, extra_data: false })["data"]).toEqual({
        data: "text",
        metadata: [1],
        context: 5,
        extra_data: false,
      });
    });
  });

  describe("levels", () => {
    it.each([
      ["warn", "WARNING"],
      ["FATAL", "CRITICAL"],
      ["crit", "CRITICAL"],
      ["Trade_Executed", "TRADE_EXECUTED"],
      [40, "ERROR"],
      [3, "ERROR"],
      ["30", "WARNING"],
      [60, "CRITICAL"],
    ])("%s is %s", (level, expected) => {
      const record = normaliseEvent({ level }, door());
      expect([record.level, record.data]).toEqual([expected, undefined]);
    });

    it.each(["LOUD", 33, -1, 1.5, "", {}, true, "toString"])("does not know %j, and keeps it", (level) => {
      const record = normaliseEvent({ level }, door());
      expect(record.level).toBe("INFO");
      expect(record.data).toEqual({ level, invalid: ["level: not a level, kept in data.level; INFO is taken"] });
    });

    it("reads a line of pino by pino's scale", () => {
      const line = {
        level: 30,
        time: 1705314645123,
        pid: 12,
        hostname: "h1",
        msg: "started",
        err: { type: "TypeError", message: "x", stack: "TypeError: x\n  at y", code: 7 },
      };
      const record = normaliseEvent(line, door());
      expect(record).toMatchObject({
        level: "INFO",
        timestamp: "2024-01-15T10:30:45.123000Z",
        pid: 12,
        host: "h1",
        message: "started",
      });
      expect(record).toMatchObject({
        exception_type: "TypeError",
        exception_message: "x",
        stack_trace: ["TypeError: x", "  at y"],
      });
      expect(record.data).toEqual({ err: { code: 7 } });
    });
  });

  describe("times", () => {
    it("falls back to the receive time, keeping what was given", () => {
      const record = normaliseEvent({ timestamp: "yesterday" }, door());
      expect(record.timestamp).toBe(COLLECTED_AT);
      expect(record.data?.["timestamp"]).toBe("yesterday");
      expect(record.data?.["invalid"]).toHaveLength(1);
    });

    it("cuts nanoseconds, keeping them in data", () => {
      const record = normaliseEvent({ timestamp: "2024-01-15T10:30:45.123456789Z" }, door());
      expect(record.timestamp).toBe("2024-01-15T10:30:45.123456Z");
      expect(record.data).toEqual({ timestamp: "2024-01-15T10:30:45.123456789Z" });
    });

    it.each([
      ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"],
      ["2262-04-11T23:47:16Z", "2262-04-11T23:47:16.000000Z"],
      ["2262-04-12T00:00:00Z", COLLECTED_AT],
      ["1969-12-31T23:59:59Z", COLLECTED_AT],
    ])("%s becomes %s", (timestamp, expected) => {
      expect(normaliseEvent({ timestamp }, door()).timestamp).toBe(expected);
    });
  });

  describe("kinds of fields", () => {
    it("keeps money exactly", () => {
      const record = normaliseEvent(
        parseJson('{"price":"573.0","quantity":0.10000000000000000001,"pnl":-12345678901234567890,"fees":1e400}'),
        door(),
      );
      expect([record.price, record.quantity, record.pnl, record.fees]).toEqual([
        "573.0",
        "0.10000000000000000001",
        "-12345678901234567890",
        "1e400",
      ]);
      expect(encodeRecord(numberRecord(record, 1))).toContain(
        '"quantity":"0.10000000000000000001","price":573.0,"pnl":"-12345678901234567890","fees":"1e400"',
      );
    });

    it("moves money that is none into data, with a note", () => {
      expect(fieldsOf({ message: "m", price: "market", quantity: { a: 1 }, pnl: true })).toEqual({
        event_type: "log",
        message: "m",
        data: {
          price: "market",
          quantity: { a: 1 },
          pnl: true,
          invalid: ["price", "quantity", "pnl"].map(
            (name) => `${name}: not a decimal (at most 128 characters and exponent 9999), kept in data.${name}`,
          ),
        },
      });
    });

    it("takes numbers and booleans as keywords, numeric text as integers", () => {
      expect(fieldsOf({ message: 5, order_id: 12345, user_id: 7, status: true, pid: "148", line: 0 })).toEqual({
        event_type: "log",
        message: "5",
        order_id: "12345",
        user_id: "7",
        status: "true",
        pid: 148,
        line: 0,
      });
    });

    it.each([
      ["host", { name: "h" }],
      ["order_id", ["a"]],
      ["order_id", "x".repeat(MAX_KEYWORD_LENGTH + 1)],
      ["id", "x".repeat(MAX_KEYWORD_LENGTH + 1)],
      ["message", { text: "m" }],
      ["pid", "12a"],
      ["pid", -5],
      ["line", 1.5],
      ["producer_seq", "99999999999999999999"],
      ["stack_trace", 5],
      ["stack_trace", ["a", { b: 1 }]],
    ])("moves a misfit %s into data whole, with a note", (field, value) => {
      const record = normaliseEvent({ [field]: value }, door());
      expect(record.data?.[field]).toEqual(value);
      expect(record.data?.["invalid"]).toEqual([expect.stringContaining(`${field}: `)]);
      expect(record.id).toBe("new-id");
    });

    it("splits a stack trace and an exception object", () => {
      expect(fieldsOf({ stack_trace: "a\r\nb\nc" })["stack_trace"]).toEqual(["a", "b", "c"]);
      expect(fieldsOf({ exception: { type: "E", message: "m", stack: ["x"] } })).toMatchObject({
        exception_type: "E",
        exception_message: "m",
        stack_trace: ["x"],
      });
      expect(fieldsOf({ error: { name: "E", message: "m", code: 1 } })).toMatchObject({
        exception_type: "E",
        exception_message: "m",
        data: { error: { code: 1 } },
      });
      expect(fieldsOf({ error: "text", err: { code: 1 }, exception: null })["data"]).toEqual({
        error: "text",
        err: { code: 1 },
      });
      expect(fieldsOf({ exception_type: "A", exception: { type: "B", message: "m" } })).toMatchObject({
        exception_type: "A",
        data: { exception: { type: "B" } },
      });
    });

    it("adds its notes to an invalid that is there", () => {
      expect(normaliseEvent({ invalid: ["before"], pid: "x" }, door()).data?.["invalid"]).toEqual([
        "before",
        "pid: not a whole number, kept in data.pid",
      ]);
      expect(normaliseEvent({ invalid: "before", pid: "x" }, door()).data?.["invalid"]).toEqual([
        "before",
        "pid: not a whole number, kept in data.pid",
      ]);
    });
  });

  describe("secrets", () => {
    it("replaces them in data, texts and keywords, but never in ids", () => {
      const record = normaliseEvent(
        {
          message: "password=hunter22",
          data: { api_key: "k", deep: [{ password: "p" }] },
          status: "token=abcdef123",
          order_id: "token=abcdef123",
          stack_trace: ["pwd=abc"],
          user_agent: "x secret=y1",
        },
        door(),
      );
      expect(record).toMatchObject({
        message: "password=[REDACTED:password]",
        data: { api_key: "[REDACTED:api_key]", deep: [{ password: "[REDACTED:password]" }] },
        status: "token=[REDACTED:token]",
        order_id: "token=abcdef123",
        stack_trace: ["pwd=[REDACTED:password]"],
        user_agent: "x secret=[REDACTED:secret]",
      });
    });

    it("replaces them where a misfit was moved, and at top level by key", () => {
      expect(fieldsOf({ password: "p", host: { api_key: "k" } })["data"]).toMatchObject({
        password: "[REDACTED:password]",
        host: { api_key: "[REDACTED:api_key]" },
      });
    });
  });
});
