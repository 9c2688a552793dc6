import type { DaybookError } from "./daybook-error.ts";

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
  DAYBOOK_INGEST_NOT_AN_OBJECT: {
    status: 400,
    title: "The event is not a JSON object",
    hint: 'Send each event as an object, for example {"level":"INFO","message":"started"}.',
  },
  DAYBOOK_INGEST_TOO_DEEP: {
    status: 400,
    title: "The event is nested too deeply",
    hint: "Flatten the event, or send the inner part as JSON text in a string.",
  },
  DAYBOOK_INGEST_TOO_MANY_FIELDS: {
    status: 400,
    title: "The event has too many fields",
    hint: "Split it into several events, or send large tables as one string.",
  },
  DAYBOOK_INGEST_KEY_TOO_LONG: {
    status: 400,
    title: "A key of the event is too long",
    hint: "Keys are names; move long texts into values.",
  },
  DAYBOOK_INGEST_LINE_TOO_LONG: {
    status: 413,
    title: "The line is too long",
    hint: "Send less in one event: shorten stack traces and payloads, or split them over several events.",
  },
  DAYBOOK_INGEST_EMPTY: {
    status: 400,
    title: "There is no event in the body",
    hint: "Send one JSON object, an array of objects, or one object a line.",
  },
  DAYBOOK_INGEST_KEY_REUSED: {
    status: 409,
    title: "This Idempotency-Key was used for another body",
    hint: "Make a new key for each new body; send the same key only with the same bytes.",
  },
  DAYBOOK_RECORD_INVALID: {
    status: 500,
    title: "A stored line is not a record",
    hint: "The line was not written by Daybook or was changed afterwards; run `daybook doctor`.",
  },
  DAYBOOK_QUERY_SYNTAX: {
    status: 400,
    title: "The query cannot be read",
    hint: "Look at the position; docs/reference/search.md has the whole language.",
  },
  DAYBOOK_QUERY_TOO_LONG: {
    status: 400,
    title: "The query is too long",
    hint: "Shorten it; the limit is in the detail. Many values of one field go into a group: symbol:(A OR B).",
  },
  DAYBOOK_QUERY_TOO_COMPLEX: {
    status: 400,
    title: "The query has too many parts",
    hint: "Use fewer conditions and brackets, or split it into several searches; the limit is in the detail.",
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
  DAYBOOK_STREAM_INVALID: {
    status: 400,
    title: "The stream frame cannot be read",
    hint: 'Send {"type":"subscribe","query":"…"} as text.',
  },
  DAYBOOK_CLIENT_UNREACHABLE: {
    status: 503,
    title: "The server cannot be reached",
    hint: "Start it with `daybook start`, or say where it is with --url (DAYBOOK_URL) or --data (DAYBOOK_DATA_DIR).",
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
  DAYBOOK_JOURNAL_FULL: {
    status: 503,
    title: "The disk is full",
    hint: "Make room on the data directory's disk, or shorten the journal window; Daybook goes on by itself, and what was refused can be sent again.",
  },
  DAYBOOK_JOURNAL_BUSY: {
    status: 429,
    title: "More events are waiting for the disk than may wait",
    hint: "Wait for the seconds of Retry-After, then send the same again.",
  },
  DAYBOOK_JOURNAL_FAILED: {
    status: 503,
    title: "The journal has stopped after a disk error",
    hint: "Check the disk, then restart Daybook: it examines the journal's end and goes on. Nothing unacknowledged was kept, so send the same again.",
  },
  DAYBOOK_JOURNAL_CLOSED: {
    status: 503,
    title: "The journal is closed",
    hint: "Daybook is stopping; send the same again in a few seconds.",
  },
  DAYBOOK_JOURNAL_DAMAGED: {
    status: 500,
    title: "The journal is damaged",
    hint: "The detail names file and offset. Put the file named back from a backup, or follow docs/operating/journal.md to go on without it.",
  },
  DAYBOOK_JOURNAL_PAST_WINDOW: {
    status: 410,
    title: "These events have left the journal",
    hint: "Read them from the store: the journal keeps events only for its window.",
  },
  DAYBOOK_STORE_UNAVAILABLE: {
    status: 503,
    title: "The store does not answer",
    hint: "It is being started or restarted; events are taken meanwhile. Ask again in a few seconds; `daybook doctor` says why when it stays away.",
  },
  DAYBOOK_STORE_TIMEOUT: {
    status: 504,
    title: "The search took too long",
    hint: "Narrow the time range, or add a service, level or event type.",
  },
  DAYBOOK_STORE_TOO_LARGE: {
    status: 422,
    title: "The search needs more memory than it may have",
    hint: "Narrow the time range, or ask for fewer rows or another field.",
  },
  DAYBOOK_STORE_CURSOR: {
    status: 400,
    title: "The cursor does not belong to this search",
    hint: "Send next_cursor with exactly the filter and order that it came with, or start again without a cursor.",
  },
  DAYBOOK_STORE_PARAMETER: {
    status: 400,
    title: "A parameter of the search is not valid",
    hint: "The detail names the parameter and what is right.",
  },
  DAYBOOK_STORE_SCHEMA: {
    status: 500,
    title: "The store was made by another version",
    hint: "Start the Daybook version that made it, or run `daybook rebuild store`.",
  },
  DAYBOOK_STORE_FAILED: {
    status: 500,
    title: "The store failed",
    hint: "The detail has the engine's own words; `daybook doctor` looks further.",
  },
  DAYBOOK_REPORT_PARAMETER: {
    status: 400,
    title: "A parameter of the report is not valid",
    hint: "The detail names the parameter and what is right; docs/guide/reports.md has all of them.",
  },
  DAYBOOK_REPORT_FILE: {
    status: 400,
    title: "The name of the file is not a plain name",
    hint: "Give a name without directories, for example trades-2024-01.csv; it is written to the directory of exports.",
  },
  DAYBOOK_AUDIT_OFF: {
    status: 404,
    title: "The audit trail is off",
    hint: "Set `audit: true` (DAYBOOK_AUDIT=1) and start again; events that come then have entries.",
  },
  DAYBOOK_AUDIT_NO_ENTRY: {
    status: 404,
    title: "The event has no entry in the audit trail",
    hint: "Only events that `audit_exclude` does not name have one, and only since the trail was turned on.",
  },
  DAYBOOK_AUDIT_NO_ANCHOR: {
    status: 409,
    title: "No chain is set for the audit trail",
    hint: "Set `anchor_url` and `anchor_key`; docs/guide/anchoring.md says what is needed.",
  },
  DAYBOOK_ERASURE_STATE: {
    status: 500,
    title: "What is known of holds and erasures cannot be read",
    hint: "Put `state/erasure.json` of the newest backup in its place; without it a hold could be forgotten.",
  },
  DAYBOOK_ERASURE_REFUSED: {
    status: 409,
    title: "The erasure is refused",
    hint: "Lift the hold that is named, or wait until the time that is named; the refusal is recorded.",
  },
  DAYBOOK_AUDIT_STOPPED: {
    status: 503,
    title: "The audit trail does not sign any more",
    hint: "Read the reason; a trail that would fork stays stopped until journal and trail come from one backup.",
  },
  DAYBOOK_DATA_DIR_LOCKED: {
    status: 503,
    title: "Another Daybook uses this data directory",
    hint: "Stop the process named, or start with another --data directory.",
  },
  DAYBOOK_LOGGER_CONFIG: {
    status: 400,
    title: "A setting of the logger is wrong",
    hint: "The text names the setting, what was given and what is right; see docs/reference/configuration.md.",
  },
  DAYBOOK_LOGGER_SET_UP: {
    status: 500,
    title: "The default logger was not set up, or twice",
    hint: "Call initLogging() once, at the start of the program; or make a logger of your own with createLogger().",
  },
  DAYBOOK_LOGGER_SINK: {
    status: 500,
    title: "A sink of the logger failed",
    hint: "The program goes on without it for the moment; the text says what failed.",
  },
  DAYBOOK_LOGGER_FILE: {
    status: 500,
    title: "A log file cannot be written",
    hint: "Check that the directory exists, is writable and has room; writing is tried again by itself.",
  },
  DAYBOOK_LOGGER_NOT_DURABLE: {
    status: 500,
    title: "No sink can bring events to the disk",
    hint: "`durable: true` and `sync()` need a sink that can do so, such as `fileSink`.",
  },
  DAYBOOK_LOGGER_UNREACHABLE: {
    status: 503,
    title: "The collector cannot be reached",
    hint: "Start it with `daybook start`, or correct DAYBOOK_URL; events wait in memory and are sent as soon as it answers.",
  },
  DAYBOOK_LOGGER_KEY_REFUSED: {
    status: 401,
    title: "The collector refuses the key",
    hint: "Set DAYBOOK_KEY to a key of role ingest or admin (`daybook keys list`); events wait in memory meanwhile.",
  },
  DAYBOOK_LOGGER_REJECTED: {
    status: 400,
    title: "The collector rejected events",
    hint: "These events are not sent again: the reason names the limit or fault of each; the log files still hold them.",
  },
  DAYBOOK_LOGGER_NOT_A_COLLECTOR: {
    status: 502,
    title: "The address does not answer like a Daybook collector",
    hint: "Set DAYBOOK_URL to the address that `daybook start` prints, without a path.",
  },
  DAYBOOK_LOGGER_SPOOL: {
    status: 500,
    title: "The spool of the collector sink cannot be used",
    hint: "Events wait in memory and are lost when the process is killed: free the disk, make spoolDir writable, or raise maxSpoolBytes.",
  },
  DAYBOOK_LOGGER_OTLP: {
    status: 502,
    title: "The OTLP endpoint does not take events",
    hint: "Check the options url and headers of otlpSink, and that an OTLP/HTTP receiver listens there; events wait and are sent again.",
  },
  DAYBOOK_LOGGER_SYSLOG: {
    status: 502,
    title: "The syslog server cannot be reached",
    hint: "Check host, port and transport of syslogSink, and that the server listens; events wait in memory up to its bound.",
  },
  DAYBOOK_LOGGER_LOST: {
    status: 507,
    title: "Events were given up",
    hint: "The sink could not keep up, or the program ended before all was sent; the text says how many. Log files, if there are any, hold them.",
  },
  DAYBOOK_BACKUP_TARGET: {
    status: 400,
    title: "A backup cannot be written there",
    hint: "Name a new or empty directory outside the data directory, on the server's machine.",
  },
  DAYBOOK_IMPORT_FILE: {
    status: 400,
    title: "The file is not what the import format says",
    hint: "Name the right one with --format, or make the file again with the program that wrote it.",
  },
  DAYBOOK_IMPORT_ROW: {
    status: 400,
    title: "A row of the imported file cannot be read",
    hint: "The reason says what is missing or wrong in it; its neighbours were imported.",
  },
  DAYBOOK_CLI_CSV: {
    status: 400,
    title: "A record of the CSV file cannot be read",
    hint: "Give every record as many cells as the header has, and close every quote.",
  },
  DAYBOOK_CLI_FAILED: {
    status: 500,
    title: "The command failed",
    hint: "The message says what to do next.",
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

/** The problem document of an error. */
export function problemOf(error: DaybookError): Problem {
  const { status, title, hint } = ERRORS[error.code];
  return {
    type: `urn:daybook:error:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    hint,
    ...error.extra,
  };
}
