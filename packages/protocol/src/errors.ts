/**
 * Every error that Daybook shows to a caller. The code is stable: programs match on it. `docs/reference/errors.md`
 * is generated from this table.
 */
export interface ErrorDefinition {
  /** HTTP status when it leaves over HTTP. */
  readonly status: number;
  readonly title: string;
  /** What the caller can do next. */
  readonly hint: string;
}

export const ERRORS = {
  DAYBOOK_INGEST_INVALID_JSON: {
    status: 400,
    title: "The line is not valid JSON",
    hint: "Send one JSON object a line, in UTF-8; the position of the fault is in the reason.",
  },
  DAYBOOK_QUERY_SYNTAX: {
    status: 400,
    title: "The query cannot be read",
    hint: "Look at the position; docs/reference/search.md has the whole language.",
  },
  DAYBOOK_CONFIG_INVALID: {
    status: 500,
    title: "A setting is wrong",
    hint: "Mend the settings named; docs/reference/configuration.md lists them all.",
  },
  DAYBOOK_ACCESS_UNAUTHENTICATED: {
    status: 401,
    title: "No valid key",
    hint: "Send `Authorization: Bearer KEY`; `daybook keys create` makes one, the admin key is in keys/admin.key of the data directory.",
  },
  DAYBOOK_ACCESS_FORBIDDEN: {
    status: 403,
    title: "This key may not do that",
    hint: "Use a key of the role named.",
  },
  DAYBOOK_ACCESS_SIGN_IN_CODE: {
    status: 401,
    title: "The sign-in link is used up or too old",
    hint: "Each link works once, for ten minutes; `daybook keys signin` prints a new one.",
  },
  DAYBOOK_HTTP_HOST_REFUSED: {
    status: 421,
    title: "This host name is not ours",
    hint: "Open Daybook under the address it printed, or add the name to `allowed_hosts`.",
  },
  DAYBOOK_HTTP_ORIGIN_REFUSED: {
    status: 403,
    title: "Requests from other sites are refused",
    hint: "Call the API with a key and without a browser's Origin, or open Daybook's own page.",
  },
  DAYBOOK_HTTP_NOT_FOUND: {
    status: 404,
    title: "Nothing is here",
    hint: "GET /openapi.json lists every address.",
  },
  DAYBOOK_HTTP_INVALID: {
    status: 400,
    title: "The request is not valid",
    hint: "The detail names the parameter and what is right.",
  },
  DAYBOOK_HTTP_BODY_TOO_LARGE: {
    status: 413,
    title: "The body is too large",
    hint: "Send fewer events in one request; the limit is in the detail.",
  },
  DAYBOOK_HTTP_ENCODING: {
    status: 415,
    title: "The body's encoding cannot be read",
    hint: "Send plain bytes or `Content-Encoding: gzip`.",
  },
  DAYBOOK_HTTP_BUSY: {
    status: 429,
    title: "Too many requests at once",
    hint: "Wait for the seconds of Retry-After, then send the same again.",
  },
  DAYBOOK_HTTP_INTERNAL: {
    status: 500,
    title: "Daybook failed",
    hint: "This is a fault of Daybook, not yours; the server's own log has the cause.",
  },
  DAYBOOK_HTTP_STOPPING: {
    status: 503,
    title: "Daybook is stopping",
    hint: "Send the same again in a few seconds.",
  },
  DAYBOOK_STREAM_INVALID: {
    status: 400,
    title: "The stream frame cannot be read",
    hint: 'Send {"type":"subscribe","query":"…"} as text.',
  },
  DAYBOOK_CLIENT_UNREACHABLE: {
    status: 503,
    title: "The server cannot be reached",
    hint: "Start it with `daybook start`, or give its address with --url or DAYBOOK_URL.",
  },
  DAYBOOK_CLIENT_TIMEOUT: {
    status: 504,
    title: "The server did not answer in time",
    hint: "Look at `daybook doctor`; narrow the time range of a search, or try again.",
  },
  DAYBOOK_CLIENT_BAD_REPLY: {
    status: 502,
    title: "The answer is not Daybook's",
    hint: "Check the address: another program, or a proxy, may be answering there.",
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

/** RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  hint: string;
  /** Extra members by error: `position`, `limit`, `retry_after_s` … */
  [extra: string]: unknown;
}

/** An error with a code of the registry. `detail` says what happened here; the hint says what to do. */
export class DaybookError extends Error {
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, extra: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(detail, options);
    this.name = "DaybookError";
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  toProblem(): Problem {
    const { status, title, hint } = ERRORS[this.code];
    return { type: `https://daybook.dev/errors#${this.code}`, title, status, code: this.code, detail: this.message, hint, ...this.extra };
  }
}
