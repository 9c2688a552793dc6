/** One event, or many, or text in NDJSON, or bytes of it (gzip when so declared). */
export type IngestInput = object | readonly object[] | string | Uint8Array;

export interface EncodedBody {
  body: string | Uint8Array;
  contentType: string;
}

/** Text and bytes are sent as they are; objects as NDJSON, a `bigint` as the text of its digits. */
export function encodeIngestBody(input: IngestInput): EncodedBody {
  if (typeof input === "string" || input instanceof Uint8Array)
    return { body: input, contentType: "application/x-ndjson" };
  const events: readonly object[] = Array.isArray(input) ? (input as readonly object[]) : [input];
  return {
    body: events.map((event) => JSON.stringify(event, bigintAsText)).join("\n"),
    contentType: "application/x-ndjson",
  };
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
