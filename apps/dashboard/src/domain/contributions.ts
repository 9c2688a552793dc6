import type { JsonObject, JsonValue } from "@daybook/protocol";

export interface Contribution {
  readonly feature: string;
  readonly value: number;
}

/** Where explainers put their values; the first that holds some is read. */
const HOLDERS = ["contributions", "shap_values", "feature_contributions", "feature_importance", "lime", "shap"];
/** Numbers of an explanation that are no contribution. */
const NOT_FEATURES = new Set(["base_value", "expected_value", "output_value", "intercept", "prediction", "confidence"]);
const MAX_DEPTH = 2;
/** More bars say nothing more; the rest is added up. */
export const MAX_CONTRIBUTIONS = 12;

/** What moved a model's decision, the strongest first; empty when the explanation has no numbers. */
export function contributionsOf(explanation: JsonValue, depth = 0): Contribution[] {
  if (!isObject(explanation)) return strongest(ofValue(explanation, depth));
  for (const holder of HOLDERS) {
    const found = ofValue(explanation[holder], depth);
    if (found.length > 0) return strongest(found);
  }
  const names = explanation["feature_names"] ?? explanation["features"];
  const values = explanation["values"];
  if (Array.isArray(names) && Array.isArray(values)) {
    return strongest(names.flatMap((name, at) => ofPair(name, values[at])));
  }
  return strongest(
    Object.entries(explanation).flatMap(([name, value]) => (NOT_FEATURES.has(name) ? [] : ofPair(name, value))),
  );
}

function ofValue(value: JsonValue | undefined, depth: number): Contribution[] {
  if (Array.isArray(value)) return value.flatMap(ofRow);
  return isObject(value) && depth < MAX_DEPTH ? contributionsOf(value, depth + 1) : [];
}

function ofRow(row: JsonValue): Contribution[] {
  if (Array.isArray(row)) return ofPair(row[0], row[1]);
  if (!isObject(row)) return [];
  const value = row["contribution"] ?? row["shap_value"] ?? row["weight"] ?? row["importance"] ?? row["value"];
  return ofPair(row["feature"] ?? row["name"], value);
}

function ofPair(name: JsonValue | undefined, value: JsonValue | undefined): Contribution[] {
  const isPair = typeof name === "string" && typeof value === "number" && Number.isFinite(value);
  return isPair ? [{ feature: name, value }] : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strongest(all: Contribution[]): Contribution[] {
  const sorted = [...all].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  if (sorted.length <= MAX_CONTRIBUTIONS) return sorted;
  const rest = sorted.slice(MAX_CONTRIBUTIONS - 1);
  const value = rest.reduce((sum, one) => sum + one.value, 0);
  return [...sorted.slice(0, MAX_CONTRIBUTIONS - 1), { feature: `${rest.length} others`, value }];
}

/** What an explanation says in words, where it has some. */
export function reasonsOf(explanation: JsonValue): string[] {
  if (typeof explanation === "string") return [explanation];
  if (Array.isArray(explanation)) return reasonsOf({ list: explanation });
  if (!isObject(explanation)) return [];
  const texts = Object.entries(explanation).flatMap(([name, value]) => {
    if (typeof value === "string") return [name === "reason" || name === "text" ? value : `${name}: ${value}`];
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  });
  return texts.slice(0, MAX_CONTRIBUTIONS);
}
