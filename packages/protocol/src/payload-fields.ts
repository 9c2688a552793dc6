/** The part of JSON Schema (2020-12) that the payloads use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly pattern?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** A field of a payload: its JSON Schema, and its TypeScript type as a parameter that has no value. */
export interface PayloadField<Out> {
  readonly schema: JsonSchema;
  readonly type?: Out;
}

function field<Out>(schema: JsonSchema): PayloadField<Out> {
  return { schema };
}

export const text = field<string>({ type: "string" });
/** An id that some systems count and others name. */
export const id = field<string | number | bigint>({ type: ["string", "integer"] });
export const number = field<number>({ type: "number" });
export const integer = field<number>({ type: "integer" });
export const boolean = field<boolean>({ type: "boolean" });
export const object = field<Readonly<Record<string, unknown>>>({ type: "object" });
export const texts = field<readonly string[]>({ type: "array", items: { type: "string" } });
/** Anything that JSON has. */
export const json = field<unknown>({});
export const time = field<string | number | Date>({
  description: "RFC 3339, or seconds, milliseconds, microseconds or nanoseconds since the epoch",
  type: ["string", "number"],
});
/** Money, size or a chain's value: exact as text or `bigint`. */
export const decimal = field<number | string | bigint>({
  description: "a number, or exact decimal text",
  anyOf: [{ type: "number" }, { type: "string", pattern: "^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$" }],
});

export type PayloadFields = Readonly<Record<string, PayloadField<unknown>>>;

/** The fields that an event type knows. More may be added to any event. */
export interface PayloadDefinition<Required extends PayloadFields, Optional extends PayloadFields> {
  readonly required: Required;
  readonly optional: Optional;
}

export function payload<const R extends PayloadFields, const O extends PayloadFields>(
  required: R,
  optional: O,
): PayloadDefinition<R, O> {
  return { required, optional };
}

type OutOf<F> = F extends PayloadField<infer Out> ? Out : never;

/** The TypeScript type of a payload; further fields are allowed. */
export type PayloadOf<D> =
  D extends PayloadDefinition<infer R, infer O>
    ? { readonly [K in keyof R]: OutOf<R[K]> } & { readonly [K in keyof O]?: OutOf<O[K]> | undefined } & Readonly<
          Record<string, unknown>
        >
    : never;

export function schemaOfPayload(
  definition: PayloadDefinition<PayloadFields, PayloadFields>,
  common: PayloadFields,
): JsonSchema {
  const fields = { ...common, ...definition.optional, ...definition.required };
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
    required: Object.keys(definition.required),
    additionalProperties: true,
  };
}
