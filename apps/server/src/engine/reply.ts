import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { EngineException } from "./exception.ts";
import type { EngineRequest } from "./request.ts";

const gzipAsync = promisify(gzip);
/** Loopback: compression is for callers who ask, at the price of the fastest level. */
const GZIP_LEVEL = 1;
const MIN_GZIP_BYTES = 1_024;

export type Summary = Partial<
  Record<"read_rows" | "read_bytes" | "written_rows" | "written_bytes" | "elapsed_ns", number>
>;

/** The bytes of a result with the headers of ClickHouse's HTTP protocol. */
export async function sendResult(
  request: IncomingMessage | undefined,
  response: ServerResponse,
  asked: EngineRequest,
  format: string,
  bytes: Buffer,
  summary: Summary,
): Promise<void> {
  if (response.destroyed) return;
  const headers: Record<string, string | number> = {
    "content-type": contentType(format),
    "x-clickhouse-query-id": asked.queryId,
    "x-clickhouse-format": format,
    "x-clickhouse-timezone": "UTC",
    "x-clickhouse-server-display-name": "daybook-engine",
    "x-clickhouse-summary": JSON.stringify(textValues(summary)),
  };
  let body = bytes;
  const accepts = /\bgzip\b/.test(request?.headers["accept-encoding"] ?? "");
  if (asked.compressResponse && accepts && bytes.byteLength >= MIN_GZIP_BYTES) {
    body = await gzipAsync(bytes, { level: GZIP_LEVEL });
    headers["content-encoding"] = "gzip";
  }
  headers["content-length"] = body.byteLength;
  response.writeHead(200, headers).end(body);
}

export function sendException(response: ServerResponse, exception: EngineException, queryId: string): void {
  if (response.destroyed || response.headersSent) return;
  response
    .writeHead(exception.status, {
      "content-type": "text/plain; charset=UTF-8",
      "x-clickhouse-exception-code": exception.code,
      "x-clickhouse-query-id": queryId,
      // The rest of a refused body is not read.
      connection: "close",
    })
    .end(`${exception.message}\n`);
}

/** ClickHouse gives every figure of the summary as text. */
function textValues(summary: Summary): Record<string, string> {
  const values: Record<string, string> = {
    read_rows: "0",
    read_bytes: "0",
    written_rows: "0",
    written_bytes: "0",
    total_rows_to_read: "0",
    result_rows: "0",
    result_bytes: "0",
    elapsed_ns: "0",
  };
  for (const [name, value] of Object.entries(summary)) values[name] = String(value);
  return values;
}

function contentType(format: string): string {
  if (format.startsWith("JSON"))
    return format === "JSON" ? "application/json; charset=UTF-8" : "application/x-ndjson; charset=UTF-8";
  if (format.startsWith("CSV")) return "text/csv; charset=UTF-8";
  if (format.startsWith("TabSeparated") || format.startsWith("TSV")) return "text/tab-separated-values; charset=UTF-8";
  return "application/octet-stream";
}
