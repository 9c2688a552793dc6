import { randomUUID } from "node:crypto";

/** What the URL of a request says. */
export interface EngineRequest {
  queryId: string;
  /** SQL of the URL; the body then holds the rows of an INSERT. */
  query: string | undefined;
  database: string | undefined;
  settings: Record<string, string>;
  params: Record<string, string>;
  compressResponse: boolean;
  defaultFormat: string;
}

/** Parameters of the HTTP protocol that are no settings of a statement. */
const PROTOCOL_PARAMETERS: ReadonlySet<string> = new Set([
  "user",
  "password",
  "role",
  "session_id",
  "session_timeout",
  "session_check",
  "wait_end_of_query",
  "buffer_size",
  "compress",
  "decompress",
  "quota_key",
  "client_protocol_version",
  "cancel_http_readonly_queries_on_client_close",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
  "http_write_exception_in_output_format",
  "add_http_cors_header",
]);

export function parseRequest(url: URL): EngineRequest {
  const request: EngineRequest = {
    queryId: "",
    query: undefined,
    database: undefined,
    settings: {},
    params: {},
    compressResponse: false,
    defaultFormat: "TabSeparated",
  };
  for (const [name, value] of url.searchParams) {
    if (name === "query") request.query = value;
    else if (name === "query_id") request.queryId = value;
    else if (name === "database") request.database = value === "default" || value === "" ? undefined : value;
    else if (name === "default_format") request.defaultFormat = value;
    else if (name === "enable_http_compression") request.compressResponse = value === "1";
    else if (name.startsWith("param_")) request.params[name.slice("param_".length)] = value;
    else if (!PROTOCOL_PARAMETERS.has(name)) request.settings[name] = value;
  }
  if (request.queryId === "") request.queryId = randomUUID();
  return request;
}
