import type { Level } from "@daybook/protocol";
import { EVENT_TYPES } from "@daybook/protocol";
import { compileText, nameAsText } from "./event-text.ts";
import { EVENT_TEXTS } from "./event-texts.ts";
import type { Fields } from "./fields.ts";

/** What a typed call adds to the fields that it is given. */
export interface EventDefinition {
  readonly level: Level;
  /** The type's name as text, for when the text comes out empty. */
  readonly name: string;
  readonly text: (fields: Fields) => string;
}

const TEXTS: Readonly<Record<string, string | undefined>> = EVENT_TEXTS;

/** Every event type of the vocabulary, with its text ready to be filled in. */
export const EVENT_DEFINITIONS: ReadonlyMap<string, EventDefinition> = new Map(
  Object.entries(EVENT_TYPES).map(([type, { level }]): [string, EventDefinition] => {
    const name = nameAsText(type);
    return [type, { level, name, text: compileText(TEXTS[type] ?? name) }];
  }),
);

/** The event's text, or the other one when the type has none, or its fields give none. Never throws. */
export function textOf(definition: EventDefinition | undefined, fields: Fields, otherwise: string): string {
  if (definition === undefined) return otherwise;
  try {
    return definition.text(fields) || otherwise;
  } catch {
    return otherwise;
  }
}
