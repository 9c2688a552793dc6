import { isUtf8 } from "node:buffer";
import { MAX_LINE_BYTES } from "@daybook/protocol";
import { formatCount } from "../pretty/quantities.ts";
import { LineCutter, type ByteLine } from "@daybook/importers";
import type { Row } from "./row.ts";
import { skipSpace } from "./top-level-members.ts";

export interface LineRowOptions {
  /**
   * What becomes of lines that do not begin with `{`: the `message` of an event, or sent as they are, for the server to
   * refuse. `every-line` makes each line a message, also those that look like JSON.
   */
  plainText: "as-message" | "as-is" | "every-line";
}

/** Rows of a text, one list for each chunk. Empty lines give no row, but they count. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>, options: LineRowOptions): AsyncGenerator<Row[]> {
  const cutter = new LineCutter(MAX_LINE_BYTES);
  for await (const chunk of chunks)
    yield rowsOf(cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)), options);
  yield rowsOf(cutter.finish(), options);
}

function rowsOf(lines: readonly ByteLine[], { plainText }: LineRowOptions): Row[] {
  const rows: Row[] = [];
  for (const { number, bytes, lengthBytes } of lines) {
    if (bytes === undefined) {
      const reason = `the line has ${formatCount(lengthBytes)} bytes; the limit is ${formatCount(MAX_LINE_BYTES)}`;
      rows.push({ number, fault: { code: "DAYBOOK_INGEST_LINE_TOO_LONG", reason } });
      continue;
    }
    const start = skipSpace(bytes, 0);
    if (start === bytes.length) continue;
    const isPlain = plainText === "every-line" || (plainText === "as-message" && bytes[start] !== 0x7b);
    rows.push(isPlain ? messageRow(number, bytes) : { number, text: bytes });
  }
  return rows;
}

function messageRow(number: number, bytes: Buffer): Row {
  if (!isUtf8(bytes)) {
    const reason = "the line is not UTF-8; convert the file first, for example with `iconv -f latin1 -t utf-8`";
    return { number, fault: { code: "DAYBOOK_INGEST_INVALID_JSON", reason } };
  }
  return { number, text: Buffer.from(`{"message":${JSON.stringify(bytes.toString())}}`) };
}
