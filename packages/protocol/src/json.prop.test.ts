import fc from "fast-check";
import { expect, it } from "vitest";
import { isDecimalText, isFloatSafe } from "./decimal.ts";
import { DaybookError } from "./daybook-error.ts";
import { findJsonFault } from "./json-fault.ts";
import { parseJson } from "./json.ts";

const digits = fc.stringMatching(/^\d{1,40}$/);
const numberText = fc
  .tuple(
    fc.constantFrom("", "-"),
    digits,
    fc.option(digits),
    fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "e-"), fc.nat(420))),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const head = whole.replace(/^0+(?=\d)/, "");
    return `${sign}${head}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`;
  });

it("agrees with JSON.parse wherever a float64 holds the numbers", () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: "grapheme" }), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

it("keeps the value of every number, as a number or as its text", () => {
  fc.assert(
    fc.property(numberText, fc.constantFrom("", " ", "\n"), (text, gap) => {
      const [value] = parseJson(`[${gap}${text}${gap}]`) as [string | number];
      if (isFloatSafe(text)) expect(value).toBe(Number(text));
      else expect(value).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

it("keeps every number of an object as it does alone, whatever the spaces", () => {
  const space = fc.constantFrom("", " ", "\n", "  ");
  fc.assert(
    fc.property(
      numberText,
      space,
      space,
      fc.constantFrom("a", "x:1e999"),
      fc.boolean(),
      (text, before, after, key, listed) => {
        const value = parseJson(`{"${key}"${before}:${after}${text}${listed ? ',"l":[]' : ""}}`) as Record<
          string,
          unknown
        >;
        expect(value[key]).toBe(parseJson(text));
        const money = parseJson(`{"price"${before}:${after}${text}${listed ? ',"l":[]' : ""}}`) as Record<
          string,
          unknown
        >;
        expect(String(money["price"])).toBe(text);
      },
    ),
    { numRuns: 2_000 },
  );
});

it("accepts and refuses exactly what JSON.parse does", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "a",
    " ",
    "-",
    "12345678901234567890",
    "1e400",
    "0.5",
    "true",
    "null",
    "\\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      if (valid) expect(() => parseJson(text)).not.toThrow();
      else expect(() => parseJson(text)).toThrow(DaybookError);
      if (valid) expect(findJsonFault(text)).toBe(text.length);
    }),
    { numRuns: 5_000 },
  );
});

it("calls a decimal float-safe only when printing keeps its value", () => {
  fc.assert(
    fc.property(numberText, (text) => {
      expect(isDecimalText(text)).toBe(true);
      if (!isFloatSafe(text)) return;
      const scale = 400n + 450n;
      expect(scaled(String(Number(text)), scale)).toBe(scaled(text, scale));
    }),
    { numRuns: 2_000 },
  );
});

/** The decimal times 10^scale, exactly. */
function scaled(text: string, scale: bigint): bigint {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return BigInt(whole + fraction) * 10n ** (scale + BigInt(exponent) - BigInt(fraction.length));
}
