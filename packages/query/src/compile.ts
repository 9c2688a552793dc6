import type { Query } from "./query.ts";
import type { Predicate } from "./terms/term.ts";
import { kindOf } from "./terms/terms.ts";

/**
 * The query as a test of one record. Everything that does not depend on the record is decided here; the test
 * keeps no state that matters and never throws.
 */
export function compileQuery(query: Query): Predicate {
  switch (query.kind) {
    case "all":
      return () => true;
    case "not": {
      const matches = compileQuery(query.operand);
      return (record) => !matches(record);
    }
    case "and":
      return query.operands.map(compileQuery).reduce((left, right) => (record) => left(record) && right(record));
    case "or":
      return query.operands.map(compileQuery).reduce((left, right) => (record) => left(record) || right(record));
    default:
      return kindOf(query).match(query);
  }
}
