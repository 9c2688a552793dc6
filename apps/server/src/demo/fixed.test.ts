import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multiply, print, ratio, roundDown, toFixed, toNumber } from "./fixed.ts";

describe("fixed amounts", () => {
  it("print without needless zeros", () => {
    expect([0n, 1n, -1n, 50_000_000n, 4_321_007_000_000n, -1_200_000_000n].map(print)).toEqual([
      "0",
      "0.00000001",
      "-0.00000001",
      "0.5",
      "43210.07",
      "-12",
    ]);
  });

  it("multiply exactly, rounding half away from zero", () => {
    expect(print(multiply(toFixed(0.1), toFixed(0.2)))).toBe("0.02");
    expect([multiply(50_000_000n, 1n), multiply(-50_000_000n, 1n), multiply(49_999_999n, 1n)]).toEqual([1n, -1n, 0n]);
  });

  it("round down to a step and compare", () => {
    expect(roundDown(toFixed(1.2345), toFixed(0.01))).toBe(toFixed(1.23));
    expect(ratio(1n, 4n)).toBe(0.25);
    expect(ratio(1n, 0n)).toBe(0);
  });

  it("go to text and back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (value) => {
        expect(toFixed(Number(print(value)))).toBe(value);
        expect(toNumber(value)).toBe(Number(print(value)));
      }),
    );
  });
});
