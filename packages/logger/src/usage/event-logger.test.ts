import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

/** A model that trades on a chain: what it decided and why, and what came of it. Each call gives the entry's id. */
it("logs a model's decision with its explanation", () => {
  const { log, sink } = testLogger();
  const id = log.aiDecision({
    model_id: "price_predictor_v1",
    input_data: { close: [1840.1, 1845.3], volume: 120_000 },
    prediction: 1850.45,
    confidence: 0.85,
    explanation: { method: "SHAP", values: { close: 0.61, volume: -0.08 } },
  });
  expect(sink.last()).toMatchObject({
    id,
    level: "AI_DECISION",
    event_type: "ai_decision",
    message: "AI decision by price_predictor_v1, confidence 0.85",
    data: {
      model_id: "price_predictor_v1",
      input_data: { close: [1840.1, 1845.3], volume: 120_000 },
      prediction: 1850.45,
      explanation: { method: "SHAP", values: { close: 0.61, volume: -0.08 } },
    },
  });
});

it("logs a trade by what came back from the chain", () => {
  const { log, sink } = testLogger();
  const at = new Date("2024-01-15T10:30:45.123Z");
  const id = log.logTrade("trade_executed", {
    order_id: "0x1234",
    execution_price: 1850.45,
    timestamp: at,
    gas_used: 150_000,
  });
  expect(sink.last()).toMatchObject({
    id,
    event_type: "trade_executed",
    order_id: "0x1234",
    price: 1850.45,
    // When the event was logged stands in the record's own timestamp.
    data: { gas_used: 150_000, timestamp: "2024-01-15T10:30:45.123Z" },
  });
});
