/**
 * One line or record of what is imported: the text of an event, or why it cannot be one. `line` is where a person finds it,
 * when that is not its number.
 */
export type Row = { number: number; line?: number; text: Buffer } | { number: number; line?: number; fault: RowFault };

/** Same members as a rejection by the server. */
export interface RowFault {
  code: string;
  reason: string;
}
