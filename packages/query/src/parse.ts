import { DaybookError, MAX_QUERY_LENGTH } from "@daybook/protocol";
import type { Query } from "./query.ts";
import { Parser } from "./syntax/parser.ts";

export interface ParseOptions {
  /** The clock of `now-1h`, milliseconds since the epoch. Times become absolute here. */
  now?: () => number;
}

/**
 * Reads a query. Empty text is a query that matches everything.
 *
 * Throws only {@link DaybookError}: `DAYBOOK_QUERY_SYNTAX` with `position`, `length` (UTF-16 units), `hint` and
 * sometimes `expected`; `DAYBOOK_QUERY_TOO_LONG` with `limit`; `DAYBOOK_QUERY_TOO_COMPLEX` with `position` and `limit`.
 */
export function parseQuery(text: string, options: ParseOptions = {}): Query {
  if (text.length > MAX_QUERY_LENGTH) {
    throw new DaybookError(
      "DAYBOOK_QUERY_TOO_LONG",
      `The query has ${text.length} characters; at most ${MAX_QUERY_LENGTH} are taken`,
      { limit: MAX_QUERY_LENGTH },
    );
  }
  return new Parser(text, (options.now ?? Date.now)()).parse();
}
