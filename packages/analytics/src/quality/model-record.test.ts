import { describe, expect, it } from "vitest";
import type { TradingEvent } from "../events/trading-event.ts";
import { MAX_GROUPS } from "./limits.ts";
import { ModelRecord, confidenceOf } from "./model-record.ts";

function decision(data: TradingEvent["data"] & object, fields: Partial<TradingEvent> = {}): TradingEvent {
  return { timestamp: "2026-11-21T08:00:00.000000Z", event_type: "ai_decision", data, ...fields };
}

function of(...events: readonly TradingEvent[]) {
  const record = new ModelRecord("m", "1");
  for (const event of events) record.decide(event, undefined);
  return record.figures;
}

const pending = { model: "m", us: 0, confidence: 0.75, direction: undefined };

describe("a model's record", () => {
  it("without decisions has reasons, not zeros", () => {
    expect(of()).toMatchObject({
      model_id: "m",
      model_version: "1",
      decisions: 0,
      explained_share: { value: null, reason: "no decisions" },
      accuracy: { value: null },
      features: [],
    });
  });

  it("counts what was decided, in one spelling", () => {
    const { by_decision } = of(decision({ decision: "BUY" }), decision({ action: "buy" }), decision({}));
    expect(by_decision).toEqual([
      { name: "buy", count: 2 },
      { name: "not said", count: 1 },
    ]);
  });

  it("takes confidences from 0 to 1 and no negative latency", () => {
    const record = new ModelRecord("m", "");
    for (const confidence of [0, "1", 1.01, -0.1, "high", null]) record.decide(decision({ confidence }), -1);
    record.decide(decision({}), 0);
    const { confidence, confidence_invalid, latency_ms } = record.figures;
    expect([confidence.count, confidence_invalid, latency_ms.count]).toEqual([2, 3, 1]);
    expect(confidenceOf(decision({ confidence: 2 }))).toBeUndefined();
  });

  it("leaves what broke even out of accuracy and calibration", () => {
    const record = new ModelRecord("m", "");
    for (const pnl of [10, 1e-9, -0, 0, -5, 2]) record.outcome(pending, pnl);
    record.outcome({ ...pending, confidence: undefined }, 1);
    expect(record.figures).toMatchObject({ trades: 7, won: 4, lost: 1, breakeven: 2, accuracy: { value: 0.8 } });
    expect(record.figures.calibration.decisions).toBe(4);
  });
});

describe("explanations", () => {
  it("are read from the values beside a text, else counted as unread", () => {
    const shap_values = { rsi: 0.5, macd: -0.25 };
    const figures = of(
      decision({ explanation: "rsi was low", shap_values }),
      decision({ explanation: "", shap_values: { rsi: -1 } }),
      decision({ explanation: "because" }),
      decision({ explanation: {}, shap_values: [], explanations: null }),
    );
    expect(figures).toMatchObject({ explained: 3, explained_share: { value: 0.75 }, explanations_unread: 1 });
    expect(figures.features).toEqual([
      { feature: "rsi", decisions: 2, mean_absolute: 0.75, mean: -0.25 },
      { feature: "macd", decisions: 1, mean_absolute: 0.25, mean: -0.25 },
    ]);
  });

  it("that name a feature twice are one decision on it", () => {
    const { features } = of(
      decision({
        explanation: [
          ["day", 0.5],
          ["day", 0.25],
          ["hour", -0.75],
        ],
      }),
    );
    expect(features).toEqual([
      { feature: "day", decisions: 1, mean_absolute: 0.75, mean: 0.75 },
      { feature: "hour", decisions: 1, mean_absolute: 0.75, mean: -0.75 },
    ]);
  });

  it("of any number of features are kept in bounds", () => {
    const explanation = Array.from({ length: 5 * MAX_GROUPS }, (_, at): [string, number] => [`f${at}`, 1]);
    const { features, features_left_out } = of(decision({ explanation }));
    expect([features.length, features_left_out.groups]).toEqual([MAX_GROUPS, 4 * MAX_GROUPS]);
  });
});
