import type { Query } from "../query.ts";
import { kindOf } from "../terms/terms.ts";
import { SqlParams } from "./params.ts";

/** A condition for `WHERE` and the values of its placeholders, named `p0`, `p1` and so on. */
export interface ClickHouseCondition {
  where: string;
  /** For `query_params` of @clickhouse/client. */
  params: Record<string, unknown>;
}

/**
 * The query as a condition over the columns of `columns.ts`. What the user typed is in the parameters alone. The
 * condition is 0 or 1 and never NULL, and holds for the same events as the predicate of `compileQuery`.
 */
export function toClickHouse(query: Query): ClickHouseCondition {
  const params = new SqlParams();
  return { where: sql(query, params), params: params.values };
}

function sql(query: Query, params: SqlParams): string {
  switch (query.kind) {
    case "all":
      return "1";
    case "not":
      return `NOT (${sql(query.operand, params)})`;
    case "and":
      return query.operands.map((operand) => `(${sql(operand, params)})`).join(" AND ");
    case "or":
      return query.operands.map((operand) => `(${sql(operand, params)})`).join(" OR ");
    default:
      return kindOf(query).sql(query, params);
  }
}
