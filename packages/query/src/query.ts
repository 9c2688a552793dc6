import type { TextTerm } from "./terms/text.ts";
import type { EqualsTerm } from "./terms/equals.ts";
import type { LevelTerm } from "./terms/level.ts";
import type { NumberTerm } from "./terms/number.ts";
import type { PatternTerm } from "./terms/pattern.ts";
import type { PresentTerm } from "./terms/present.ts";
import type { RegexTerm } from "./terms/regex.ts";
import type { TimeTerm } from "./terms/time.ts";

/** One condition on one event. */
export type Term = TextTerm | EqualsTerm | PatternTerm | RegexTerm | PresentTerm | LevelTerm | NumberTerm | TimeTerm;

/** A query, immutable. `and` and `or` have two operands or more, none of their own kind and none `all`. */
export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "and"; readonly operands: readonly Query[] }
  | { readonly kind: "or"; readonly operands: readonly Query[] }
  | { readonly kind: "not"; readonly operand: Query }
  | Term;

export const ALL: Query = { kind: "all" };

export function and(operands: readonly Query[]): Query {
  const flat = operands.flatMap((operand) => (operand.kind === "and" ? operand.operands : [operand]));
  const kept = flat.filter((operand) => operand.kind !== "all");
  return kept.length > 1 ? { kind: "and", operands: kept } : (kept[0] ?? ALL);
}

export function or(operands: readonly Query[]): Query {
  const flat = operands.flatMap((operand) => (operand.kind === "or" ? operand.operands : [operand]));
  if (flat.some((operand) => operand.kind === "all")) return ALL;
  return flat.length > 1 ? { kind: "or", operands: flat } : (flat[0] ?? ALL);
}

export function not(operand: Query): Query {
  return { kind: "not", operand };
}
