/** A read that takes longer is given up: well above the server's own limit on a query. */
export const READ_TIMEOUT_MS = 60_000;
/** A body that is not acknowledged after this time is given up; it may still have been kept. */
export const INGEST_TIMEOUT_MS = 60_000;
/** Addresses longer than this travel as a POST body: servers and proxies cut at 8 to 16 kB. */
export const MAX_GET_LENGTH = 4_000;
/** First pause before the stream connects again; doubles at each failure. */
export const RECONNECT_BASE_MS = 500;
/** Longest pause: a page left open over night is back half a minute after the server. */
export const RECONNECT_MAX_MS = 30_000;
/** No frame for this long: the server is asked whether it is there, since a browser does not see pings. */
export const STREAM_IDLE_MS = 30_000;
/** No answer to that for this long: the connection is taken for dead. */
export const STREAM_ANSWER_MS = 10_000;

/** A report over years of trades reads all of them. */
export const REPORT_TIMEOUT_MS = 600_000;
