import type { SqlParams } from "../sql/params.ts";
import { pathAlternatives } from "./leaves.ts";

/**
 * A condition on the value at a path of `data`, or on any element when it is an array. `condition` speaks of `x`, the
 * JSON text of one of them. `needle` is a piece of JSON text that every match contains.
 */
export function leafSql(path: readonly string[], condition: string, params: SqlParams, needle?: string): string {
  const alternatives = pathAlternatives(path);
  const sides = alternatives.map((keys) => {
    const raw = rawSql(keys, params);
    return `arrayExists(x -> ${condition}, if(startsWith(${raw}, '['), JSONExtractArrayRaw(${raw}), [${raw}]))`;
  });
  return guarded(sides, keyNeedles(alternatives), params, needle);
}

/** Something other than null is at the path. */
export function presentSql(path: readonly string[], params: SqlParams): string {
  const alternatives = pathAlternatives(path);
  const sides = alternatives.map((keys) => `${rawSql(keys, params)} NOT IN ('', 'null')`);
  return guarded(sides, keyNeedles(alternatives), params);
}

function rawSql(keys: readonly string[], params: SqlParams): string {
  return `JSONExtractRaw(data, ${keys.map((key) => params.text(key)).join(", ")})`;
}

function keyNeedles(alternatives: readonly (readonly string[])[]): string[] {
  return [...new Set(alternatives.map((keys) => `${JSON.stringify(keys.at(-1))}:`))];
}

/**
 * Looking for bytes costs a tenth of reading JSON. The key stands in the text as `JSON.stringify` writes it,
 * and what lacks it is not read.
 */
function guarded(sides: string[], keys: string[], params: SqlParams, needle?: string): string {
  const guards = [
    keys.length === 1
      ? `position(data, ${params.text(keys[0] as string)}) > 0`
      : `multiSearchAny(data, ${params.bind("Array(String)", keys)})`,
  ];
  if (needle !== undefined) guards.unshift(`position(data, ${params.text(needle)}) > 0`);
  return `(${[...guards, sides.length === 1 ? sides[0] : `(${sides.join(" OR ")})`].join(" AND ")})`;
}
