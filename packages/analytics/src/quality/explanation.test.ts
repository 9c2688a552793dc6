import type { JsonValue } from "@daybook/protocol";
import { describe, expect, it } from "vitest";
import { contributionsOf } from "./explanation.ts";

describe("contributions", () => {
  it.each<[string, JsonValue, [string, number][]]>([
    [
      "an object of numbers",
      { rsi: 0.2, macd: -0.1, note: "up", base_value: 0.5, score: 1 },
      [
        ["rsi", 0.2],
        ["macd", -0.1],
      ],
    ],
    [
      "pairs",
      [
        ["rsi > 70", -0.2],
        ["volume", 0],
      ],
      [
        ["rsi > 70", -0.2],
        ["volume", 0],
      ],
    ],
    [
      "rows",
      [{ feature: "a", shap_value: 1 }, { name: "b", weight: -2 }, { name: "c" }, null, 7],
      [
        ["a", 1],
        ["b", -2],
      ],
    ],
    ["columns", { feature_names: ["a", "b", "c"], values: [1, "2"], base_values: 0 }, [["a", 1]]],
    ["values by name", { values: { a: 3 }, expected_value: 9 }, [["a", 3]]],
    ["a holder in a holder", { explanation: { shap_values: { contributions: { a: 1 } } } }, [["a", 1]]],
    ["the first holder that holds some", { shap: [], lime: [["a", 1]], weights: { b: 2 } }, [["a", 1]]],
  ])("are read from %s", (_, value, expected) => {
    expect(contributionsOf(value)).toEqual(expected);
  });

  it.each<[string, JsonValue | undefined]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "rsi was low"],
    ["an empty object", {}],
    ["an empty list", []],
    ["several classes", { feature_names: ["a"], values: [[1, 2]] }],
    ["only what is no feature", { base_value: 1, prediction: 0.7 }],
    ["too deep a nest", { shap: { shap: { shap: { shap: { a: 1 } } } } }],
  ])("are not found in %s", (_, value) => {
    expect(contributionsOf(value)).toBeUndefined();
  });

  it("are names only, also those of an object's prototype", () => {
    const hostile: JsonValue = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": "x"}');
    expect(contributionsOf(hostile)).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
  });
});
