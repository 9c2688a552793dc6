/** One line or record of what is imported: the text of an event, or why it cannot be one. */
export type Row = { number: number; text: Buffer } | { number: number; fault: RowFault };

/** Same members as a rejection by the server. */
export interface RowFault {
  code: string;
  reason: string;
}
