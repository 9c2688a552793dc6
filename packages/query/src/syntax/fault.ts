import { DaybookError } from "@daybook/protocol";

export interface Fault {
  /** UTF-16 units from the start of the query. */
  position: number;
  length?: number;
  /** What the writer of the query can do. */
  hint: string;
  /** What could stand there. */
  expected?: readonly string[];
}

export function syntaxError(detail: string, fault: Fault): DaybookError {
  return new DaybookError("DAYBOOK_QUERY_SYNTAX", detail, { length: 1, ...fault });
}
