import type { JsonValue } from "@daybook/protocol";
import { isObject } from "./fields.ts";

/** Contribution of a feature to one decision. */
export type Contributions = readonly (readonly [feature: string, value: number])[];

/** Where explainers put their values; the first that holds some is read. */
const HOLDERS = [
  "contributions",
  "shap_values",
  "shap",
  "lime",
  "feature_contributions",
  "feature_importance",
  "weights",
  "features",
  "explanation",
] as const;
/** Numbers beside the contributions: where the model starts and where it ends, and how well the explanation fits. */
const NOT_FEATURES: ReadonlySet<string> = new Set([
  "base_value",
  "base_values",
  "expected_value",
  "output_value",
  "intercept",
  "prediction",
  "local_pred",
  "score",
  "r2",
  "confidence",
]);
const MAX_DEPTH = 3;

/**
 * Reads SHAP and LIME explanations as they are logged: an object of numbers, rows of `{feature, value}`, pairs
 * `[feature, weight]` (LIME's `as_list`), or `{values, feature_names}` (SHAP's `Explanation`). Undefined when the value is
 * none of these; of explanations for several classes only those with one value a feature are read.
 */
export function contributionsOf(value: JsonValue | undefined, depth = 0): Contributions | undefined {
  if (depth > MAX_DEPTH || value === undefined) return undefined;
  if (Array.isArray(value)) return nonEmpty(value.flatMap(ofRow));
  if (!isObject(value)) return undefined;
  const named = ofColumns(value);
  if (named !== undefined) return named;
  for (const holder of HOLDERS) {
    const held = value[holder];
    const found = typeof held === "object" ? contributionsOf(held, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  const values = value["values"];
  if (isObject(values)) return contributionsOf(values, depth + 1);
  const pairs = Object.entries(value).filter((entry): entry is [string, number] => isContribution(entry[0], entry[1]));
  return nonEmpty(pairs);
}

function isContribution(name: string, value: JsonValue | undefined): boolean {
  return typeof value === "number" && Number.isFinite(value) && !NOT_FEATURES.has(name);
}

function ofRow(row: JsonValue): [string, number][] {
  if (Array.isArray(row)) {
    const [feature, weight] = row;
    return typeof feature === "string" && typeof weight === "number" ? [[feature, weight]] : [];
  }
  if (!isObject(row)) return [];
  const feature = row["feature"] ?? row["name"] ?? row["feature_name"];
  const amount = row["contribution"] ?? row["shap_value"] ?? row["weight"] ?? row["importance"] ?? row["value"];
  return typeof feature === "string" && typeof amount === "number" ? [[feature, amount]] : [];
}

function ofColumns(value: { readonly [key: string]: JsonValue }): Contributions | undefined {
  const names = value["feature_names"] ?? value["features"];
  const amounts = value["values"] ?? value["shap_values"] ?? value["contributions"] ?? value["weights"];
  if (!Array.isArray(names) || !Array.isArray(amounts)) return undefined;
  return nonEmpty(
    names.flatMap((name, at): [string, number][] => {
      const amount = amounts[at];
      return typeof name === "string" && typeof amount === "number" ? [[name, amount]] : [];
    }),
  );
}

function nonEmpty(pairs: readonly (readonly [string, number])[]): Contributions | undefined {
  return pairs.length === 0 ? undefined : pairs;
}
