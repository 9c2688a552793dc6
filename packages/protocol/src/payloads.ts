import type { EventType } from "./event-types.ts";
import { decimal, id, integer, json, object, schemaOfPayload, text, texts, time } from "./payload-fields.ts";
import type { JsonSchema, PayloadOf } from "./payload-fields.ts";
import { DAYBOOK_PAYLOADS } from "./payloads-daybook.ts";
import { DECISION_PAYLOADS } from "./payloads-decision.ts";
import { SYSTEM_PAYLOADS } from "./payloads-system.ts";
import { TRADE_PAYLOADS } from "./payloads-trade.ts";
import type { DecimalText } from "./decimal.ts";

const PAYLOADS = { ...TRADE_PAYLOADS, ...DECISION_PAYLOADS, ...SYSTEM_PAYLOADS, ...DAYBOOK_PAYLOADS } as const;

/** Fields that any event may have; the record holds them at the top. */
const COMMON = {
  message: text,
  level: text,
  timestamp: time,
  id: text,
  service: text,
  logger: text,
  environment: text,
  session_id: id,
  request_id: id,
  user_id: id,
  trace_id: text,
  span_id: text,
  symbol: text,
  strategy: text,
  order_id: id,
  trade_id: id,
  side: text,
  quantity: decimal,
  price: decimal,
  pnl: decimal,
  fees: decimal,
  currency: text,
  exchange: text,
  status: text,
  data: object,
  exception_type: text,
  exception_message: text,
  stack_trace: texts,
  ip_address: text,
  user_agent: text,
  host: text,
  pid: integer,
  file: text,
  line: integer,
  error: json,
} as const;

/**
 * What a typed call of each event type takes: the fields that every such event has, those that it may have, and any
 * other. Flat, as a program writes it; what is no field of the record is found under `data`.
 */
export type EventPayloads = { readonly [T in EventType]: PayloadOf<(typeof PAYLOADS)[T]> };

export type EventPayload<T extends EventType> = EventPayloads[T];

/** Money as a payload takes it. */
export type DecimalInput = number | DecimalText | bigint;

/** JSON Schema (2020-12) of each event type's payload. */
export const EVENT_SCHEMAS: Readonly<
  Record<EventType, JsonSchema & { readonly $schema: string; readonly $id: string; readonly title: string }>
> = Object.fromEntries(
  Object.entries(PAYLOADS).map(([type, definition]) => [
    type,
    {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `urn:daybook:event:${type}`,
      title: type,
      ...schemaOfPayload(definition, COMMON),
    },
  ]),
) as unknown as Record<EventType, JsonSchema & { $schema: string; $id: string; title: string }>;
