import { describe, expect, it } from "vitest";
import { fingerprintOf, patternOf } from "./error-fingerprint.ts";
import { MAX_PATTERN_LENGTH } from "./limits.ts";

describe("the pattern of a message", () => {
  it.each([
    ["", ""],
    ["nothing varies", "nothing varies"],
    ["took 1,234.5 ms, -3e-7 off", "took <number> ms, <number> off"],
    ["order 123e4567-e89b-12d3-a456-426614174000 lost", "order <uuid> lost"],
    ["tx 0xAB12 in block deadbeef01", "tx <hex> in block <hex>"],
    ["the facade decade accede", "the facade decade accede"],
    [`no "BTC 1" nor 'x 2' in \`y 3\``, "no <text> nor <text> in <text>"],
    ["it's not what's wanted", "it's not what's wanted"],
    ["BTC2 at v1 step3", "BTC2 at v1 step3"],
    ["  two\n\tlines  ", "two lines"],
  ])("%s", (message, expected) => {
    expect(patternOf(message)).toBe(expected);
  });

  it("is found in time, whatever the message", () => {
    const started = performance.now();
    for (const part of ['"', "'", "`", "9", "9,", "1.", "a", "a1-", "0x", " ", '"\n']) {
      expect(patternOf(part.repeat(1_000_000)).length).toBeLessThanOrEqual(9 * MAX_PATTERN_LENGTH);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("a fingerprint", () => {
  const about = { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "system_error" };

  it("is of the exception, else of the message, else of the type; an empty text says nothing", () => {
    const texts = { message: "failed 3 times", exception_message: "lost 4" };
    expect(fingerprintOf({ ...about, ...texts, exception_type: "IOError" })).toEqual({
      exception_type: "IOError",
      pattern: "lost <number>",
    });
    expect(fingerprintOf({ ...about, ...texts, exception_message: " " }).pattern).toBe("failed <number> times");
    expect(fingerprintOf(about)).toEqual({ exception_type: "", pattern: "system_error" });
  });

  it("is short", () => {
    const { exception_type, pattern } = fingerprintOf({
      ...about,
      exception_type: "E".repeat(999),
      message: "x ".repeat(999),
    });
    expect([exception_type.length, pattern.length]).toEqual([201, 201]);
  });
});
