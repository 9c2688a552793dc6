import type { TradingEvent } from "../events/trading-event.ts";
import { dataNumber } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { Counted, LeftOut } from "./bounded-groups.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { Calibration } from "./calibration.ts";
import type { CalibrationFigures } from "./calibration.ts";
import { Distribution } from "./distribution.ts";
import type { Spread } from "./distribution.ts";
import { contributionsOf } from "./explanation.ts";
import { firstText } from "./fields.ts";
import type { PendingDecision } from "./pending-decisions.ts";

export interface FeatureContribution {
  readonly feature: string;
  readonly decisions: number;
  /** Mean of the contributions' magnitudes over the decisions that name the feature. */
  readonly mean_absolute: number;
  /** With its sign: which way it usually pushes. */
  readonly mean: number;
}

export interface ModelFigures {
  readonly model_id: string;
  readonly model_version: string;
  readonly decisions: number;
  /** `buy`, `sell`, `hold` and whatever else was decided. */
  readonly by_decision: readonly Counted[];
  readonly explained: number;
  readonly explained_share: Figure;
  /** Explanations of which no contribution could be read: texts, images, several classes. */
  readonly explanations_unread: number;
  readonly confidence: Spread;
  /** Confidences that are no number from 0 to 1. */
  readonly confidence_invalid: number;
  readonly latency_ms: Spread;
  /** The weightiest first. */
  readonly features: readonly FeatureContribution[];
  readonly features_left_out: LeftOut;
  readonly trades: number;
  readonly won: number;
  readonly lost: number;
  /** Neither won nor lost: in no share. */
  readonly breakeven: number;
  /** Won / (won + lost) of the trades that followed its decisions. */
  readonly accuracy: Figure;
  readonly calibration: CalibrationFigures;
}

/** What one version of one model decided, and what came of it. */
export class ModelRecord {
  readonly #id: string;
  readonly #version: string;
  readonly #byDecision = new BoundedGroups(() => undefined);
  readonly #confidence = new Distribution();
  readonly #latency = new Distribution();
  readonly #features = new BoundedGroups(() => ({ sum: 0, absolute: 0 }));
  readonly #calibration = new Calibration();
  readonly #outcomes = { won: 0, lost: 0, breakeven: 0 };
  #decisions = 0;
  #explained = 0;
  #unread = 0;
  #invalid = 0;

  constructor(id: string, version: string) {
    this.#id = id;
    this.#version = version;
  }

  decide(event: TradingEvent, latencyMs: number | undefined): void {
    this.#decisions++;
    this.#byDecision.count((firstText(event, "decision", "action") ?? event.status ?? "not said").toLowerCase());
    const confidence = confidenceOf(event);
    if (confidence !== undefined) this.#confidence.add(confidence);
    else if ((event.data?.["confidence"] ?? null) !== null) this.#invalid++;
    if (latencyMs !== undefined && latencyMs >= 0) this.#latency.add(latencyMs);
    this.#explain(event);
  }

  outcome({ confidence }: PendingDecision, pnl: number): void {
    if (pnl === 0) {
      this.#outcomes.breakeven++;
      return;
    }
    this.#outcomes[pnl > 0 ? "won" : "lost"]++;
    if (confidence !== undefined) this.#calibration.add(confidence, pnl > 0);
  }

  get figures(): ModelFigures {
    const { won, lost, breakeven } = this.#outcomes;
    return {
      model_id: this.#id,
      model_version: this.#version,
      decisions: this.#decisions,
      by_decision: countedOf(this.#byDecision),
      explained: this.#explained,
      explained_share: figure(this.#explained / this.#decisions, "no decisions"),
      explanations_unread: this.#unread,
      confidence: this.#confidence.spread("no decision says its confidence"),
      confidence_invalid: this.#invalid,
      latency_ms: this.#latency.spread("no decision says how long it took"),
      features: this.#features.groups
        .map(({ key, count, value }) => ({
          feature: key,
          decisions: count,
          mean_absolute: value.absolute / count,
          mean: value.sum / count,
        }))
        .sort((a, b) => b.mean_absolute - a.mean_absolute || (a.feature < b.feature ? -1 : 1)),
      features_left_out: this.#features.leftOut,
      trades: won + lost + breakeven,
      won,
      lost,
      breakeven,
      accuracy: figure(won / (won + lost), "no decision was followed by a trade that was won or lost"),
      calibration: this.#calibration.figures,
    };
  }

  #explain(event: TradingEvent): void {
    const { explanation, shap_values, explanations } = event.data ?? {};
    const given = [explanation, shap_values, explanations].filter((one) => !isEmpty(one));
    if (given.length === 0) return;
    this.#explained++;
    // A text for people may stand beside the values.
    const contributions = given.map((one) => contributionsOf(one)).find((found) => found !== undefined);
    if (contributions === undefined) {
      this.#unread++;
      return;
    }
    const byFeature = new Map<string, number>();
    for (const [feature, value] of contributions) byFeature.set(feature, (byFeature.get(feature) ?? 0) + value);
    for (const [feature, value] of byFeature) {
      if (!Number.isFinite(value)) continue;
      const sums = this.#features.count(feature);
      sums.sum += value;
      sums.absolute += Math.abs(value);
    }
  }
}

/** From 0 to 1; undefined for anything else. */
export function confidenceOf(event: TradingEvent): number | undefined {
  const confidence = dataNumber(event, "confidence");
  return confidence !== undefined && confidence >= 0 && confidence <= 1 ? confidence : undefined;
}

function isEmpty(explanation: unknown): boolean {
  if (explanation === undefined || explanation === null || explanation === "") return true;
  return typeof explanation === "object" && Object.keys(explanation).length === 0;
}
