import { describe, expect, it } from "vitest";
import { Calibration } from "./calibration.ts";

function of(...decisions: readonly [confidence: number, isWon: boolean][]) {
  const calibration = new Calibration();
  for (const [confidence, isWon] of decisions) calibration.add(confidence, isWon);
  return calibration.figures;
}

describe("calibration", () => {
  it("of nothing has ten empty bins and reasons", () => {
    const { decisions, brier, calibration_error, bins } = of();
    expect([decisions, brier.value, calibration_error.value, bins.length]).toEqual([0, null, null, 10]);
    expect(bins[9]).toEqual({
      from: 0.9,
      to: 1,
      decisions: 0,
      mean_confidence: { value: null, reason: "no decisions" },
      won_share: { value: null, reason: "no decisions" },
    });
  });

  it("is perfect when certainty is right, and worst when it is wrong", () => {
    expect(of([1, true], [0, false])).toMatchObject({ brier: { value: 0 }, calibration_error: { value: 0 } });
    expect(of([1, false], [0, true])).toMatchObject({ brier: { value: 1 }, calibration_error: { value: 1 } });
  });

  it("puts a bound into the bin that it begins, and 1 into the last", () => {
    const { bins } = of([0, true], [0.5, true], [0.5, false], [1, true]);
    expect(bins.map(({ decisions }) => decisions)).toEqual([1, 0, 0, 0, 0, 2, 0, 0, 0, 1]);
    expect(bins[5]).toMatchObject({ mean_confidence: { value: 0.5 }, won_share: { value: 0.5 } });
  });

  it("weighs the error of each bin by its decisions", () => {
    // Bin 0.2: 0.25 and 0.25, one won: |0.5 − 1| = 0.5. Bin 0.7: 0.75, won: 0.25. Together 0.75 of 3.
    const { brier, calibration_error } = of([0.25, true], [0.25, false], [0.75, true]);
    expect(calibration_error.value).toBe(0.25);
    // 0.5625 + 0.0625 + 0.0625
    expect(brier.value).toBe(0.6875 / 3);
  });

  it("ignores what is no confidence", () => {
    expect(of([Number.NaN, true], [-0.5, true]).decisions).toBe(0);
  });
});
