import { describe, expect, it } from "vitest";
import { decodeRecord } from "./decode.ts";
import { encodeRecord } from "./encode.ts";
import type { DaybookError } from "./daybook-error.ts";
import type { LogRecord } from "./record.ts";

const base: LogRecord = {
  seq: 1,
  timestamp: "2024-01-15T10:30:45.123456Z",
  level: "INFO",
  service: "bot",
  event_type: "log",
  message: "m",
  id: "i",
  collected_at: "2024-01-15T10:30:46.000000Z",
};

describe("money on the line", () => {
  it.each([
    ["573.0", "573.0"],
    ["9.64e-05", "9.64e-05"],
    ["-0", "-0"],
    ["0.1", "0.1"],
    ["9007199254740993", '"9007199254740993"'],
    ["1e400", '"1e400"'],
    ["0.12345678901234567890", '"0.12345678901234567890"'],
  ])("%s is written as %s and comes back", (price, written) => {
    const line = encodeRecord({ ...base, price });
    expect(line).toContain(`,"price":${written},"collected_at"`);
    expect(decodeRecord(line).price).toBe(price);
  });

  it("is not mistaken for its look-alikes in texts and data", () => {
    const record: LogRecord = {
      ...base,
      message: ',"price":1.0,"quantity":2.0',
      symbol: '\\",\\"price\\":3',
      quantity: "4.0",
      data: { price: 5, inner: { quantity: 6 }, a: 1 },
      stack_trace: [',"price":7'],
    };
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
    expect(decodeRecord(encodeRecord({ ...record, price: "8.50" })).price).toBe("8.50");
  });

  it("ends the line when it is the last before the receive time", () => {
    expect(
      decodeRecord(encodeRecord({ ...base, quantity: "1.0", price: "2.0", pnl: "-3.0", fees: "4.0" })),
    ).toMatchObject({
      quantity: "1.0",
      price: "2.0",
      pnl: "-3.0",
      fees: "4.0",
    });
  });
});

describe("decodeRecord", () => {
  it.each(["", "{", "[]", "null", "5", '{"a":1}', '{"seq":"1","timestamp":"x"}'])("refuses %j by name", (line) => {
    expect(() => decodeRecord(line)).toThrow(
      expect.objectContaining({ code: "DAYBOOK_RECORD_INVALID" }) as DaybookError,
    );
  });
});
