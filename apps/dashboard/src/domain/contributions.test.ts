import { describe, expect, test } from "vitest";
import { contributionsOf, MAX_CONTRIBUTIONS, reasonsOf } from "./contributions.ts";

describe("explanations as explainers write them", () => {
  const wanted = [
    { feature: "spread", value: -0.4 },
    { feature: "rsi", value: 0.3 },
  ];

  test.each([
    [{ rsi: 0.3, spread: -0.4, base_value: 0.5 }],
    [{ shap_values: { rsi: 0.3, spread: -0.4 }, expected_value: 0.1 }],
    [
      {
        contributions: [
          { feature: "rsi", value: 0.3 },
          { feature: "spread", contribution: -0.4 },
        ],
      },
    ],
    [
      {
        lime: [
          ["rsi", 0.3],
          ["spread", -0.4],
        ],
      },
    ],
    [{ feature_names: ["rsi", "spread"], values: [0.3, -0.4] }],
    [{ shap: { contributions: { rsi: 0.3, spread: -0.4 } } }],
  ])("%j", (explanation) => {
    expect(contributionsOf(explanation)).toEqual(wanted);
  });

  test("rows alone, and plain words", () => {
    expect(
      contributionsOf([
        ["rsi", 0.3],
        ["spread", -0.4],
      ]),
    ).toEqual(wanted);
    expect(contributionsOf("because")).toEqual([]);
    expect(reasonsOf("because")).toEqual(["because"]);
    expect(reasonsOf(["a", 1])).toEqual(["a"]);
    expect(reasonsOf(null)).toEqual([]);
  });

  test("without numbers there are none, and words are kept", () => {
    expect(contributionsOf({ reason: "trend", list: ["a"], nothing: null })).toEqual([]);
    expect(reasonsOf({ reason: "trend agrees", model: "v2", list: ["a", "b"], n: 1 })).toEqual([
      "trend agrees",
      "model: v2",
      "a",
      "b",
    ]);
  });

  test("many are added up", () => {
    const all = contributionsOf(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, 1])));
    expect(all).toHaveLength(MAX_CONTRIBUTIONS);
    expect(all.at(-1)).toEqual({ feature: "29 others", value: 29 });
  });
});
