import type { LogRecord } from "@daybook/protocol";
import { compileQuery, parseQuery } from "../index.ts";
import { aRecord } from "./a-record.ts";

/** The clock of the tests. */
export const NOW = Date.UTC(2024, 0, 15, 12);

/** Whether a query finds a record with these fields. */
export function finds(query: string, fields: Partial<LogRecord>): boolean {
  return compileQuery(parseQuery(query, { now: () => NOW }))(aRecord(fields));
}
