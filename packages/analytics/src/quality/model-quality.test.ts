import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "@daybook/protocol";
import type { TradingEvent } from "../events/trading-event.ts";
import type { Trade } from "../trades/trade.ts";
import { contributionsOf } from "./explanation.ts";
import { ModelQuality, isHold } from "./model-quality.ts";

function decision(minute: number, fields: Partial<TradingEvent> & { data?: Record<string, JsonValue> }): TradingEvent {
  const timestamp = `2026-11-21T08:${String(minute).padStart(2, "0")}:00.000000Z`;
  return { timestamp, event_type: "ai_decision", symbol: "BTC/USDT", strategy: "alpha", ...fields };
}

function trade(id: string, minute: number, pnl: string, fields: Partial<Trade> = {}): Trade {
  const time = `2026-11-21T08:${String(minute).padStart(2, "0")}:30.000000Z`;
  return {
    id,
    source: "events",
    symbol: "BTC/USDT",
    strategy: "alpha",
    exchange: "",
    currency: "USDT",
    side: "long",
    quantity: "1",
    entry_price: "100",
    exit_price: "101",
    entry_time: time,
    exit_time: time,
    exit_reason: "",
    pnl,
    fees_entry: "0",
    fees_exit: "0",
    funding: "0",
    volume_entry: "100",
    return: null,
    duration_ms: 0,
    mfe: null,
    mae: null,
    event_ids: [],
    order_ids: [],
    ...fields,
  };
}

const gbm = (confidence: number, more: Record<string, JsonValue> = {}) => ({
  model_id: "gbm",
  decision: "buy",
  confidence,
  ...more,
});

describe("the quality of a model", () => {
  it("holds confidence against what the trades brought", () => {
    const quality = new ModelQuality();
    for (const [at, confidence] of [0.8, 0.6, 0.85, 1, 0.7].entries()) {
      quality.add(decision(at, { trade_id: `t${at}`, data: gbm(confidence) }));
    }
    quality.add(decision(5, { trade_id: "t5", data: gbm(0.4, { decision: "hold" }) }));
    for (const [at, pnl] of ["12", "-3", "-1", "5", "0"].entries()) quality.outcome(trade(`t${at}`, at, pnl));
    const [model] = quality.result.models;
    expect(model).toMatchObject({ model_id: "gbm", model_version: "", decisions: 6, trades: 5, won: 2, lost: 2 });
    expect(model?.breakeven).toBe(1);
    expect(model?.by_decision).toEqual([
      { name: "buy", count: 5 },
      { name: "hold", count: 1 },
    ]);
    expect(model?.accuracy).toEqual({ value: 0.5 });
    // (0.2² + 0.6² + 0.85² + 0²) / 4 = 1.1225 / 4
    expect(model?.calibration.brier.value).toBeCloseTo(0.280_625, 12);
    // Bins 0.6: |0.6 − 0|, 0.8: |1.65 − 1|, 1.0 in the last: 0; together 1.25 over 4 decisions.
    expect(model?.calibration.calibration_error.value).toBeCloseTo(0.3125, 12);
    expect(model?.calibration.bins[8]).toMatchObject({ from: 0.8, to: 0.9, decisions: 2, won_share: { value: 0.5 } });
    expect(model?.calibration.bins[9]).toMatchObject({ decisions: 1, mean_confidence: { value: 1 } });
    expect(model?.calibration.bins[0]?.won_share).toEqual({ value: null, reason: "no decisions" });
  });

  it("follows a decision without a trade's id to the next trade of its symbol, strategy and side within an hour", () => {
    const quality = new ModelQuality();
    quality.add(decision(0, { data: gbm(0.9) }));
    quality.add(decision(1, { data: gbm(0.6) }));
    quality.add(decision(9, { data: gbm(0.7) }));
    quality.outcome(trade("other", 2, "1", { symbol: "ETH/USDT" }));
    quality.outcome(trade("short", 2, "1", { side: "short" }));
    quality.outcome(trade("mine", 2, "1"));
    quality.outcome(trade("again", 3, "1"));
    const { models, left_out } = quality.result;
    expect(models[0]).toMatchObject({ trades: 1, won: 1 });
    expect(models[0]?.calibration.bins[6]?.decisions).toBe(1);
    expect(left_out.trades_without_decision).toBe(3);
    quality.outcome(trade("late", 9, "-1", { entry_time: "2026-11-21T09:10:00.000001Z" }));
    expect(quality.result.models[0]?.trades).toBe(1);
    quality.outcome(trade("in time", 9, "-1", { entry_time: "2026-11-21T09:09:00.000000Z" }));
    expect(quality.result.models[0]).toMatchObject({ trades: 2, lost: 1 });
  });

  it("keeps versions apart, and counts one trade for each model of an ensemble", () => {
    const quality = new ModelQuality();
    const same = { trade_id: "t", timestamp: "2026-11-21T08:00:00.000000Z" };
    quality.add(decision(0, { ...same, id: "1", data: gbm(0.6, { model_version: "1" }) }));
    quality.add(decision(0, { ...same, id: "1", data: gbm(0.6, { model_version: "1" }) }));
    quality.add(decision(0, { ...same, id: "2", data: gbm(0.7, { model_version: "2" }) }));
    quality.add(decision(0, { ...same, id: "3", data: { confidence: 85, decision: "buy" } }));
    quality.outcome(trade("t", 1, "1"));
    const { models, left_out } = quality.result;
    expect(models.map((one) => [one.model_id, one.model_version, one.decisions, one.won])).toEqual([
      ["gbm", "1", 1, 1],
      ["gbm", "2", 1, 1],
      ["unnamed", "", 1, 1],
    ]);
    expect(models[2]?.confidence_invalid).toBe(1);
    expect(models[2]?.calibration.brier.value).toBeNull();
    expect(left_out.repeated_events).toBe(1);
  });

  it("takes the latency from the decision, else from the measurement of its request", () => {
    const quality = new ModelQuality();
    const measured = { event_type: "latency_measurement", request_id: "r1" };
    quality.add(decision(0, { ...measured, data: { operation: "model_inference", latency_ms: 7 } }));
    quality.add(decision(0, { ...measured, data: { operation: "order_to_fill", latency_ms: 700 } }));
    quality.add(decision(1, { request_id: "r1", data: gbm(0.6) }));
    quality.add(decision(2, { request_id: "r1", data: gbm(0.6, { latency_ms: 9 }) }));
    quality.add(decision(3, { data: gbm(0.6) }));
    expect(quality.result.models[0]?.latency_ms).toMatchObject({ count: 2, min: { value: 7 }, max: { value: 9 } });
  });

  it("reads the example of an explained price prediction", () => {
    const quality = new ModelQuality();
    const example = { model_id: "price_predictor_v1", prediction: 1850.45, confidence: 0.85 };
    quality.add(decision(0, { data: { ...example, explanation: { rsi: 0.4, volume: -0.2, base_value: 1800 } } }));
    quality.add(decision(1, { data: { ...example, explanation: [{ feature: "rsi", value: -0.2 }] } }));
    quality.add(decision(2, { data: { ...example, explanation: "the price rose" } }));
    quality.add(decision(3, { data: { ...example, explanation: {} } }));
    const [model] = quality.result.models;
    expect(model).toMatchObject({ explained: 3, explanations_unread: 1, explained_share: { value: 0.75 } });
    expect(model?.features.map(({ feature, decisions }) => [feature, decisions])).toEqual([
      ["rsi", 2],
      ["volume", 1],
    ]);
    expect(model?.features[0]?.mean_absolute).toBeCloseTo(0.3, 12);
    expect(model?.features[0]?.mean).toBeCloseTo(0.1, 12);
  });

  it("stays small with many models and long names", () => {
    const quality = new ModelQuality();
    for (let at = 0; at < 1_000; at++) {
      quality.add(decision(0, { data: gbm(0.6, { model_id: `${at}${"x".repeat(10_000)}` }) }));
      quality.add(decision(0, { data: gbm(0.6) }));
    }
    const { models, left_out } = quality.result;
    expect(models).toHaveLength(100);
    expect(models[0]).toMatchObject({ model_id: "gbm", decisions: 1_000 });
    expect(left_out.models).toEqual({ groups: 901, count: 901 });
  });
});

describe("contributions of features", () => {
  const read: readonly [JsonValue, unknown][] = [
    [
      { a: 1, b: -2 },
      [
        ["a", 1],
        ["b", -2],
      ],
    ],
    [{ method: "shap", base_value: 1, contributions: { a: 1 }, output_value: 2 }, [["a", 1]]],
    [{ shap_values: [{ feature: "a", contribution: 0.5, value: 80 }] }, [["a", 0.5]]],
    [
      { values: [0.1, 0.2], feature_names: ["a", "b"], base_values: 3 },
      [
        ["a", 0.1],
        ["b", 0.2],
      ],
    ],
    [{ values: { a: 3 } }, [["a", 3]]],
    [
      [
        ["rsi <= 30", 0.2],
        ["volume > 2", -0.1],
      ],
      [
        ["rsi <= 30", 0.2],
        ["volume > 2", -0.1],
      ],
    ],
    [[{ name: "a", weight: 2 }, { feature: 3 }], [["a", 2]]],
    [
      [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
      undefined,
    ],
    ["text", undefined],
    [null, undefined],
    [{ base_value: 1 }, undefined],
  ];
  it.each(read)("of %j are read", (explanation, expected) => {
    expect(contributionsOf(explanation)).toEqual(expected);
  });

  it("are read from anything without an error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const found = contributionsOf(value as JsonValue);
        expect(found === undefined || found.length > 0).toBe(true);
      }),
    );
  });
});

it("a decision to hold is recognised", () => {
  const held = (text: string): boolean => isHold(decision(0, { data: { decision: text } }));
  expect(["hold", "HOLD", "no_trade", "buy", "household"].map(held)).toEqual([true, true, true, false, false]);
});
