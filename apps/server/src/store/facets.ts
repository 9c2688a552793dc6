import { RECORD_FIELDS } from "@daybook/protocol";
import type { CountedValue, FacetsReply, SearchFilter } from "@daybook/protocol";
import { filterCondition, parameterError } from "./filter.ts";
import type { Condition } from "./filter.ts";
import { MAX_FACET_FIELDS, MAX_FACET_VALUES, MAX_PATH_KEYS } from "./limits.ts";
import { LOGS_TABLE } from "./schema.ts";
import { upTo } from "./search.ts";
import type { SearchContext } from "./search.ts";

export type FacetsRequest = SearchFilter & { fields: readonly string[]; limit: number };

type Facet = FacetsReply["facets"][number];

/** The most frequent values of each field among the events found. A field is a keyword of the record, `category`, or a path `data.a.b`. */
export async function facets(context: SearchContext, request: FacetsRequest): Promise<FacetsReply> {
  const { fields, limit } = request;
  if (fields.length === 0 || fields.length > MAX_FACET_FIELDS) {
    throw parameterError("fields", `1 to ${MAX_FACET_FIELDS} fields`);
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_FACET_VALUES) {
    throw parameterError("limit", `a whole number from 1 to ${MAX_FACET_VALUES}`);
  }
  const asOfSeq = context.searchableSeq();
  const filter = upTo(filterCondition(request, context.nowMs()), asOfSeq);
  const expressions = fields.map((field) => fieldSql(field));
  const found = await Promise.all(
    fields.map((field, at) => facet(context, field, expressions[at] as Condition, filter, limit)),
  );
  return { facets: found, as_of_seq: asOfSeq };
}

async function facet(
  { client }: SearchContext,
  field: string,
  expression: Condition,
  filter: Condition,
  limit: number,
): Promise<Facet> {
  const rows = await client.searchRows<CountedValue & { total: number; missing: number }>(
    `SELECT value, count, sum(count) OVER () AS total, sumIf(count, value = '') OVER () AS missing FROM (` +
      `SELECT toString(${expression.where}) AS value, count() AS count FROM ${LOGS_TABLE} WHERE ${filter.where} GROUP BY value` +
      `) ORDER BY value = '', count DESC, value LIMIT {facet_limit:UInt32}`,
    { ...filter.params, ...expression.params, facet_limit: limit },
  );
  const values = rows.filter(({ value }) => value !== "").map(({ value, count }) => ({ value, count }));
  const { total = 0, missing = 0 } = rows[0] ?? {};
  const listed = values.reduce((sum, { count }) => sum + count, 0);
  return { field, values, other: total - missing - listed, missing };
}

/** `where` is the value's SQL, `''` when absent. */
function fieldSql(field: string): Condition {
  if (field === "category") return { where: "category", params: {} };
  const kind = (RECORD_FIELDS as Record<string, string | undefined>)[field];
  if (kind === "keyword" || kind === "level") return { where: field, params: {} };
  if (kind !== undefined || field === "data") {
    throw parameterError(
      "fields",
      `${field} has no facets; take a keyword such as service, or a path such as data.endpoint`,
    );
  }
  const keys = (field.startsWith("data.") ? field.slice("data.".length) : field).split(".");
  if (keys.length > MAX_PATH_KEYS || keys.includes("")) throw parameterError("fields", `${field} is no path`);
  const params: Record<string, unknown> = {};
  // Names of parameters are ours; the keys travel as values.
  const places = keys.map((key, at) => {
    const name = `k_${Buffer.from(field).toString("hex").slice(0, 32)}_${at}`;
    params[name] = key;
    return `{${name}:String}`;
  });
  const path = `data, ${places.join(", ")}`;
  return {
    where: `if(JSONType(${path}) = 'String', JSONExtractString(${path}), if(JSONType(${path}) = 'Null', '', JSONExtractRaw(${path})))`,
    params,
  };
}
