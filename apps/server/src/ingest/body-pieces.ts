/** One event of a body, before it is parsed. */
export interface Piece {
  /** 1-based: line of an NDJSON body, element of an array. */
  line: number;
  /** Bytes in the body. */
  bytes: number;
  /** Absent when the piece is longer than a line may be: it is never decoded. */
  text?: string;
  /** Bytes that were not UTF-8 have become U+FFFD. */
  repaired: boolean;
}

/** Yields the pieces of a body in order; takes time linear in what it passes over. */
export type BodyPieces = Iterator<Piece, void>;

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Where the text begins: a byte order mark is no part of it. */
export function bodyStart(body: Buffer): number {
  return body.subarray(0, 3).equals(BOM) ? 3 : 0;
}
