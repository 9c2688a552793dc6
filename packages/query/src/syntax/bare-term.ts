import { ALL } from "../query.ts";
import type { Query } from "../query.ts";
import type { TextTerm } from "../terms/text.ts";
import { endsInWord } from "../text/words.ts";
import type { Cursor, Run } from "./cursor.ts";
import { syntaxError } from "./fault.ts";
import { checkWildcards, readPhrase } from "./pieces.ts";

/** Reads a condition without a field: words, a phrase, a beginning of a word, a pattern. `*` is everything. */
export function readBareTerm(cursor: Cursor): Query {
  if (cursor.peek() === '"') {
    const { text, prefix } = readPhrase(cursor);
    return { kind: "text", field: null, text, prefix };
  }
  const run = cursor.readRun();
  if (run.end === run.start) {
    throw syntaxError("A condition is missing", {
      position: run.start,
      length: cursor.atEnd ? 0 : 1,
      hint: "Write a word, a phrase in quotes or field:value.",
    });
  }
  if (run.parts.length === 1) return { kind: "text", field: null, text: run.parts[0] as string, prefix: false };
  const isEverything = cursor.text.slice(run.start, run.end) === "*:*" || run.parts.every((part) => part === "");
  if (isEverything) return ALL;
  return readWordPrefix(run, null) ?? { kind: "pattern", field: null, parts: checkWildcards(run) };
}

/** `order*`: the star ends the text and a word goes before it. */
export function readWordPrefix(run: Run, field: TextTerm["field"]): TextTerm | undefined {
  const [text = "", rest] = run.parts;
  return run.parts.length === 2 && rest === "" && endsInWord(text)
    ? { kind: "text", field, text, prefix: true }
    : undefined;
}
