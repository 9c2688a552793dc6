import type { JsonObject, JsonValue } from "@daybook/protocol";

export type LeafTest = (leaf: JsonValue) => boolean;

/**
 * The ways to read a path in `data`: keys within each other, and the rest of the path as one dotted key at any
 * depth, which is how OpenTelemetry's attributes arrive (`{"http.method": "GET"}`).
 */
export function pathAlternatives(path: readonly string[]): readonly (readonly string[])[] {
  return path.map((_, at) => [...path.slice(0, path.length - 1 - at), path.slice(path.length - 1 - at).join(".")]);
}

/**
 * A reader that says whether the value at a path, or an element of it when it is an array, passes a test. The
 * array itself is not tested; an absent value passes none.
 */
export function readLeaves(path: readonly string[]): (data: JsonObject, test: LeafTest) => boolean {
  const alternatives = pathAlternatives(path);
  return (data, test) => {
    for (const keys of alternatives) {
      const value = valueAt(data, keys);
      if (value === undefined) continue;
      if (Array.isArray(value) ? value.some(test) : test(value)) return true;
    }
    return false;
  };
}

/** Whether something other than null is at the path. */
export function isPresent(path: readonly string[]): (data: JsonObject) => boolean {
  const alternatives = pathAlternatives(path);
  return (data) =>
    alternatives.some((keys) => {
      const value = valueAt(data, keys);
      return value !== undefined && value !== null;
    });
}

function valueAt(data: JsonObject, keys: readonly string[]): JsonValue | undefined {
  let value: JsonValue = data;
  for (const key of keys) {
    if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key] as JsonValue;
  }
  return value;
}
