import { DaybookError } from "@daybook/protocol";

/** All bytes, for what cannot be read as a stream. Rejects as soon as the limit is passed. */
export async function wholeFile(chunks: AsyncIterable<Buffer>, maxBytes: number, what: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(what, maxBytes);
    parts.push(chunk);
  }
  return Buffer.concat(parts, length);
}

export function tooLarge(what: string, maxBytes: number): DaybookError {
  const limit = `${Math.floor(maxBytes / (1024 * 1024))} MiB`;
  return new DaybookError("DAYBOOK_IMPORT_FILE", `${what} may have ${limit}; this one has more.`, {
    hint: "Split it with the program that wrote it, or write its rows as NDJSON and import that.",
  });
}
