/** One request body as sent. Shippers send 1–10 MB at most; more would only hold memory. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** The same after gunzip: stops a small body that unpacks to gigabytes. */
export const MAX_UNPACKED_BODY_BYTES = 64 * 1024 * 1024;
/** Bodies being taken in at once, in bytes unpacked: beyond it callers get 429 and wait. */
export const MAX_INGEST_IN_FLIGHT_BYTES = 256 * 1024 * 1024;
/** What a waiting caller is told. */
export const RETRY_AFTER_SECONDS = 1;
/** Headers and body must be here within this time, else a slow sender holds a socket for ever. */
export const REQUEST_TIMEOUT_MS = 60_000;
/** Idle keep-alive: longer than the usual 60 s of proxies in front. */
export const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Events in one search answer. */
export const MAX_SEARCH_EVENTS = 1_000;
export const DEFAULT_SEARCH_EVENTS = 100;
/** `min_seq` waits at most this long. */
export const MAX_SEARCHABLE_WAIT_MS = 5_000;
/** Neighbours on each side in a context answer. */
export const MAX_CONTEXT_EVENTS = 200;
export const MAX_HISTOGRAM_BUCKETS = 500;
export const MAX_FACET_FIELDS = 20;
export const MAX_FACET_VALUES = 100;
/** One frame from a stream client: a query text and a number. */
export const MAX_STREAM_FRAME_BYTES = 32 * 1024;
/** A stream client that does not answer a ping within this time is gone. */
export const STREAM_PING_INTERVAL_MS = 30_000;
export const MAX_VIEWS = 500;
export const MAX_VIEW_STATE_LENGTH = 10_000;
export const MAX_VIEW_NAME_LENGTH = 100;

/** A tile never changes: a year, the longest that caches honour. */
export const TILE_MAX_AGE_SECONDS = 31_536_000;
/** A head changes each second. */
export const CHECKPOINT_MAX_AGE_SECONDS = 1;
/** An event on the live stream can be found within a second; its proof may be asked for before. */
export const JUST_CAME_WAIT_MS = 2_000;

/** An exchange's statement that is held against the log: a year of a busy account. */
export const MAX_STATEMENT_BYTES = 64 * 1024 * 1024;
