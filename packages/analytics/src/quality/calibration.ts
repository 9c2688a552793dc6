import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly decisions: number;
  readonly mean_confidence: Figure;
  /** Share of them after which the trade was won. */
  readonly won_share: Figure;
}

export interface CalibrationFigures {
  /** Decisions with a confidence from 0 to 1 whose trade was won or lost. */
  readonly decisions: number;
  /** Mean of (confidence − outcome)², outcome 1 for a win: 0 is perfect, 0.25 is a coin with confidence one half. */
  readonly brier: Figure;
  /** Mean distance of confidence and won share over the bins, by their decisions. */
  readonly calibration_error: Figure;
  readonly bins: readonly CalibrationBin[];
}

const BINS = 10;

/**
 * Confidence held against outcome: Brier score (Brier, Monthly Weather Review 1950) and ten equal bins with their expected
 * calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015).
 */
export class Calibration {
  readonly #bins = Array.from({ length: BINS }, () => ({ decisions: 0, won: 0, confidence: 0 }));
  #count = 0;
  #squares = 0;

  /** `confidence` is from 0 to 1. */
  add(confidence: number, isWon: boolean): void {
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin === undefined) return;
    bin.decisions++;
    bin.confidence += confidence;
    if (isWon) bin.won++;
    this.#count++;
    this.#squares += (confidence - (isWon ? 1 : 0)) ** 2;
  }

  get figures(): CalibrationFigures {
    const none = "no decision with a confidence was followed by a trade that was won or lost";
    const error = this.#bins.reduce((sum, { confidence, won }) => sum + Math.abs(confidence - won), 0);
    return {
      decisions: this.#count,
      brier: figure(this.#squares / this.#count, none),
      calibration_error: figure(error / this.#count, none),
      bins: this.#bins.map(({ decisions, won, confidence }, at) => ({
        from: at / BINS,
        to: (at + 1) / BINS,
        decisions,
        mean_confidence: figure(confidence / decisions, "no decisions"),
        won_share: figure(won / decisions, "no decisions"),
      })),
    };
  }
}
