import { MAX_WILDCARDS } from "../limits.ts";
import type { Cursor, Run } from "./cursor.ts";
import { syntaxError } from "./fault.ts";

/** A text in quotes, with `*` right after it when its last word may go on. */
export function readPhrase(cursor: Cursor): { text: string; prefix: boolean } {
  const start = cursor.position;
  const text = cursor.readQuoted();
  if (text === "") {
    throw syntaxError("There is nothing between the quotes", {
      position: start,
      length: 2,
      hint: "Write words between them. -field:* finds events without a field.",
    });
  }
  const prefix = cursor.take("*");
  requireBoundary(cursor, "the closing quote");
  return { text, prefix };
}

/** Throws when something stands here that cannot follow. */
export function requireBoundary(cursor: Cursor, after: string): void {
  if (cursor.atBoundary || cursor.peek() === "(") return;
  throw syntaxError(`"${cursor.peek()}" cannot follow ${after}`, {
    position: cursor.position,
    hint: "Put a space between two conditions, and \\ before a quote within a phrase.",
    expected: ["space", ")"],
  });
}

export function checkWildcards(run: Run): readonly string[] {
  if (run.parts.length - 1 <= MAX_WILDCARDS) return run.parts;
  throw syntaxError(`The pattern has more than ${MAX_WILDCARDS} stars`, {
    position: run.start,
    length: run.end - run.start,
    hint: `Use at most ${MAX_WILDCARDS}, or a regular expression: message:/…/.`,
  });
}
