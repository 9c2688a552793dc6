import { MAX_KEYWORD_LENGTH } from "@daybook/protocol";
import type { Fields } from "./fields.ts";

interface Part {
  /** Text and field names in turn, beginning with a text. */
  readonly pieces: readonly string[];
  readonly optional: boolean;
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
    switch (typeof value) {
      case "string":
        text += value.length > MAX_KEYWORD_LENGTH ? value.slice(0, MAX_KEYWORD_LENGTH) : value;
        break;
      case "number":
      case "bigint":
      case "boolean":
        text += value;
        break;
      default:
        if (optional) return undefined;
        text += "?";
    }
    text += pieces[i + 1] as string;
  }
  return text;
}
