import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

/** Nearly everything that JavaScript can make. */
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
  maxDepth: 4,
});

describe("any value", () => {
  it("gives one line of JSON with the message and an id, and nothing throws", () => {
    const { log, sink } = testLogger();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), anything, (message, value) => {
        sink.lines.length = 0;
        const id = log.info(message, value as never);
        expect(sink.lines).toHaveLength(1);
        expect(sink.lines[0]).not.toMatch(/[\n\r]/);
        expect(sink.last()["id"]).toBe(id);
        expect(sink.lines[0]?.startsWith('{"timestamp":"2026-')).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("is found again where JSON can hold it", () => {
    const { log, sink } = testLogger({ redaction: false });
    const key = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !RESERVED.has(text));
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 4 }), { noNullPrototype: true }), (fields) => {
        sink.lines.length = 0;
        log.info("x", fields);
        expect(sink.last()["data"] ?? {}).toEqual(JSON.parse(JSON.stringify(fields)));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps every digit of a quantity", () => {
    const { log, sink } = testLogger();
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n }), fc.nat({ max: 30 }), (units, decimals) => {
        const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
        const text = `${units < 0n ? "-" : ""}${digits.slice(0, digits.length - decimals)}${decimals === 0 ? "" : `.${digits.slice(-decimals)}`}`;
        log.info("x", { quantity: text });
        const held = sink.last()["quantity"] as number | string;
        if (typeof held === "string") expect(held).toBe(text);
        else expect(scaled(String(held), decimals)).toBe(units);
      }),
      { numRuns: 300 },
    );
  });
});

const RESERVED = new Set(
  "symbol strategy order_id trade_id side quantity price pnl fees currency exchange status request_id user_id session_id trace_id span_id ip_address user_agent error err data metadata extra_data context strategy_name execution_price client_ip invalid toJSON __proto__".split(
    " ",
  ),
);

/** The decimal text in units of 10^-decimals; the text may have an exponent. */
function scaled(text: string, decimals: number): bigint {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const shift = decimals + Number(exponent) - fraction.length;
  const units = BigInt(whole + fraction);
  return shift >= 0 ? units * 10n ** BigInt(shift) : units / 10n ** BigInt(-shift);
}
