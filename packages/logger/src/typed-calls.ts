import type { EventType } from "@daybook/protocol";
import type { Fields } from "./fields.ts";

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
export type TypedCalls = { readonly [T in EventType as CamelCase<T>]: (fields?: Fields) => string };
