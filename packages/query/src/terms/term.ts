import type { LogRecord } from "@daybook/protocol";
import type { SqlParams } from "../sql/params.ts";

/** Whether a record meets a condition. Everything that can be decided beforehand is; never throws. */
export type Predicate = (record: LogRecord) => boolean;

/**
 * One word of the language. The two evaluations agree on every record, and neither knows a third answer:
 * SQL gives 0 or 1 and never NULL, since `NOT` must turn one into the other.
 */
export interface TermKind<T> {
  /** The term in the search language; reading it again gives an equal term. */
  print(term: T): string;
  match(term: T): Predicate;
  sql(term: T, params: SqlParams): string;
}
