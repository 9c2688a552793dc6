import type { EventPayload, EventType } from "@daybook/protocol";
import type { CommonFields } from "./fields.ts";

/** `trade_entry` → `tradeEntry` */
export type CamelCase<T extends string> = T extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : T;

export function camelCase(eventType: string): string {
  return eventType.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * One call for each event type. Fields have the names that the record has; those that are not fields
 * of the record itself go into `data`. `message` replaces the text. Returns the event's id, or an
 * empty text when the level is below the minimum.
 */
export type TypedCalls = { readonly [T in EventType as CamelCase<T>]: TypedCall<T> };

/** What the call of this event type takes: its payload, and the fields that any event may have. */
export type CallFields<T extends EventType> = EventPayload<T> & CommonFields;

type TypedCall<T extends EventType> =
  // The payload may be left out when none of its fields is needed.
  // oxlint-disable-next-line typescript/no-generated-empty-object-type -- "no field needed" is what is asked for
  Record<never, never> extends EventPayload<T> ? (fields?: CallFields<T>) => string : (fields: CallFields<T>) => string;
