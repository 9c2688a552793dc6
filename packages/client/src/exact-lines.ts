import type { SearchReply } from "@daybook/protocol";
import { parseAnswer } from "./http.ts";

/** A search answer whose events are their exact canonical lines: no digit has passed through a float64. */
export interface LinesReply extends Omit<SearchReply, "events"> {
  lines: string[];
}

const HEAD = '{"events":[';

/** Cuts the events out of a search answer's text. An answer of another shape is parsed and written anew. */
export function parseLinesReply(text: string): LinesReply {
  const cut = text.startsWith(HEAD) ? cutElements(text, HEAD.length) : undefined;
  if (cut === undefined) {
    const { events, ...rest } = parseAnswer(text, "/logs/search") as SearchReply;
    return { lines: events.map((event) => JSON.stringify(event)), ...rest };
  }
  const rest = text.slice(cut.end + 1).replace(/^\s*,/, "");
  return { lines: cut.elements, ...(parseAnswer(`{${rest}`, "/logs/search") as Omit<SearchReply, "events">) };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Texts of an array's elements, from behind its `[` to the index of its `]`; undefined when it does not end. */
function cutElements(text: string, start: number): { elements: string[]; end: number } | undefined {
  const elements: string[] = [];
  let depth = 0;
  let from = start;
  for (let i = start; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) {
      i = endOfString(text, i);
      if (i < 0) return undefined;
    } else if (unit === 0x7b || unit === 0x5b) {
      depth++;
    } else if (unit === 0x7d || (unit === 0x5d && depth > 0)) {
      depth--;
    } else if (depth === 0 && (unit === 0x2c || unit === 0x5d)) {
      const element = text.slice(from, i).trim();
      if (element !== "") elements.push(element);
      if (unit === 0x5d) return { elements, end: i };
      from = i + 1;
    }
  }
  return undefined;
}

/** Index of the quote that ends the string whose first quote is at `open`; -1 when there is none. */
function endOfString(text: string, open: number): number {
  let end = text.indexOf('"', open + 1);
  while (end > 0) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}
