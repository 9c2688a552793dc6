import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewRecord } from "./record-view.ts";

const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom('"user_id":"x"', "\\", '\\"', '"data":{'));
const KEYS = ["logger", "environment", "session_id", "request_id"] as const;

describe("the view of a record", () => {
  it("is what parsing the whole line gives", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        text,
        text,
        fc.option(text, { nil: undefined }),
        fc.option(text, { nil: undefined }),
        fc.record(Object.fromEntries(KEYS.map((key) => [key, text])), { requiredKeys: [] }),
        fc.jsonValue(),
        (seq, message, id, producer, user_id, others, data) => {
          const collected_at = "2026-01-05T09:30:00.250000Z";
          const { logger, environment, session_id, request_id } = others as Partial<Record<string, string>>;
          const line = JSON.stringify({
            seq,
            timestamp: "t",
            level: "INFO",
            service: "s",
            logger,
            event_type: "order_filled",
            message,
            id: `i${id}`,
            producer,
            producer_seq: 3,
            environment,
            session_id,
            request_id,
            user_id,
            trace_id: undefined,
            symbol: "BTC",
            strategy: message,
            quantity: 0.1,
            data: { user_id: "wrong", nested: data },
            exception_type: "Error",
            stack_trace: ["a, b", '","user_id":"x"'],
            pid: 7,
            collected_at,
          });
          expect(viewRecord(Buffer.from(line).toString("latin1"))).toEqual({
            seq,
            level: "INFO",
            event_type: "order_filled",
            id: `i${id}`,
            producer: producer ?? "",
            user_id,
            collected_at,
          });
        },
      ),
    );
  });

  it.each([
    ["an exception alone", { exception_type: "E", stack_trace: ["a", "b, c"] }],
    ["only lines of a stack", { stack_trace: ["a"] }],
    ["only money", { price: 1.5 }],
    ["only a process", { pid: 1 }],
  ])("takes a record with %s behind the names", (_what, fields) => {
    const collected_at = "2026-01-05T09:30:00.250000Z";
    const head = { seq: 1, timestamp: "t", level: "INFO", service: "s", event_type: "log", message: "m", id: "i" };
    expect(viewRecord(JSON.stringify({ ...head, ...fields, collected_at }))?.id).toBe("i");
  });

  it("never takes a name from within data, and gives nothing for what is no record", () => {
    const line =
      '{"seq":1,"timestamp":"t","level":"INFO","service":"s","event_type":"log","message":"m","id":"i","data":{"user_id":"u"},"collected_at":"2026-01-05T09:30:00.250000Z"}';
    expect(viewRecord(line)?.user_id).toBeUndefined();
    for (const wrong of ["", "{}", "x".repeat(100), line.slice(0, -1), line.replace('"seq":1', '"seq":"1"')])
      expect(viewRecord(wrong)).toBeUndefined();
  });

  it("does not throw for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (any) => {
        const tail = '"collected_at":"2026-01-05T09:30:00.250000Z"}';
        expect(() => viewRecord(Buffer.from(`{${any}${tail}`).toString("latin1"))).not.toThrow();
      }),
    );
  });
});
