import { MAX_KEYWORD_LENGTH } from "@daybook/protocol";
import type { Fields } from "./fields.ts";

interface Part {
  /** Text and field names in turn, beginning with a text. */
  readonly pieces: readonly string[];
  readonly optional: boolean;
}

/** `order_filled` → `Order filled` */
export function nameAsText(eventType: string): string {
  return eventType.charAt(0).toUpperCase() + eventType.slice(1).replaceAll("_", " ");
}

/** A function that makes an event's text. An absent field outside of brackets becomes `?`. */
export function compileText(template: string): (fields: Fields) => string {
  const parts: Part[] = template
    .split(/(\[[^\]]*\])/)
    .filter((text) => text !== "")
    .map((text) => {
      const optional = text.startsWith("[");
      return { optional, pieces: (optional ? text.slice(1, -1) : text).split(/[{}]/) };
    });
  return (fields) => {
    let text = "";
    for (let i = 0; i < parts.length; i++) {
      const made = makePart(parts[i] as Part, fields);
      if (made !== undefined) text += made;
    }
    return text;
  };
}

function makePart({ pieces, optional }: Part, fields: Fields): string | undefined {
  let text = pieces[0] as string;
  for (let i = 1; i < pieces.length; i += 2) {
    const value = fields[pieces[i] as string];
    if (typeof value === "string")
      text += value.length > MAX_KEYWORD_LENGTH ? value.slice(0, MAX_KEYWORD_LENGTH) : value;
    else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") text += value;
    else if (optional) return undefined;
    else text += "?";
    text += pieces[i + 1] as string;
  }
  return text;
}
