import { DaybookError } from "@daybook/protocol";

/** Where a page ended. Opaque to callers. */
export interface PageCursor {
  /** Canonical time and number of the last event given out. */
  timestamp: string;
  seq: number;
  /** The journal number of the first page's answer: all pages show the same moment. */
  asOfSeq: number;
  /** Of filter and order. */
  hash: string;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const VERSION = 1;

export function printCursor({ timestamp, seq, asOfSeq, hash }: PageCursor): string {
  return Buffer.from(JSON.stringify([VERSION, timestamp, seq, asOfSeq, hash])).toString("base64url");
}

/** @throws DaybookError `DAYBOOK_STORE_CURSOR` when it is none of ours, or of another search. */
export function parseCursor(text: string, hash: string): PageCursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    value = undefined;
  }
  if (Array.isArray(value)) {
    const [version, timestamp, seq, asOfSeq, cursorHash] = value as unknown[];
    if (
      version === VERSION &&
      typeof timestamp === "string" &&
      TIMESTAMP.test(timestamp) &&
      Number.isSafeInteger(seq) &&
      Number.isSafeInteger(asOfSeq)
    ) {
      if (cursorHash !== hash) {
        throw new DaybookError("DAYBOOK_STORE_CURSOR", "The cursor comes from a search with another filter or order");
      }
      return { timestamp, seq: seq as number, asOfSeq: asOfSeq as number, hash };
    }
  }
  throw new DaybookError("DAYBOOK_STORE_CURSOR", "The cursor cannot be read");
}
