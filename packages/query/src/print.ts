import type { Query } from "./query.ts";
import { kindOf } from "./terms/terms.ts";

/** The query as text, in one spelling: `parseQuery(printQuery(q))` equals `q`. */
export function printQuery(query: Query): string {
  return query.kind === "all" ? "" : print(query);
}

function print(query: Query): string {
  switch (query.kind) {
    case "all":
      return "*";
    case "and":
      return query.operands
        .map((operand) => (operand.kind === "or" ? `(${print(operand)})` : print(operand)))
        .join(" ");
    case "or":
      return query.operands.map(print).join(" OR ");
    case "not": {
      const inner = print(query.operand);
      return `NOT ${query.operand.kind === "and" || query.operand.kind === "or" ? `(${inner})` : inner}`;
    }
    default:
      return kindOf(query).print(query);
  }
}
