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
