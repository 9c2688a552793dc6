/** Limits of the engine process. The endpoint is Daybook's own, on loopback, behind a random password. */

/** One SQL text. Queries of the store are a few kB; an `IN` list of a page of ids stays far below. */
export const MAX_STATEMENT_BYTES = 8 * 1024 * 1024;
/** One INSERT body after decompression: batches are at most ~20 MB, imports by hand may be larger. */
export const MAX_INSERT_BODY_BYTES = 1024 * 1024 * 1024;
/** Statements of one kind that may wait for their turn; beyond it the caller is told to come back. */
export const MAX_WAITING_STATEMENTS = 100;
/** Inserts at a time. One: a repeated insert must not overtake the one that it repeats. */
export const INSERT_CONCURRENCY = 1;
/** Searches at a time: a page asks for list, histogram and facets at once, and a slow one must not hold up the rest. */
export const SEARCH_CONCURRENCY = 4;
/** Everything else (DDL, KILL, SYSTEM, pings). */
export const CONTROL_CONCURRENCY = 2;
/** Threads of libuv: one for each statement that may run, and some for files. */
export const LIBUV_THREADS = INSERT_CONCURRENCY + SEARCH_CONCURRENCY + CONTROL_CONCURRENCY + 3;

/** The first restart after a crash is at once for the user's eye; a crash loop costs little. */
export const FIRST_RESTART_DELAY_MS = 200;
export const MAX_RESTART_DELAY_MS = 5_000;
/** An engine that lived so long is healthy: the next restart is quick again. */
export const HEALTHY_AFTER_MS = 10_000;
/** Loading many parts after a crash takes seconds, not minutes. */
export const START_TIMEOUT_MS = 120_000;
export const PING_INTERVAL_MS = 5_000;
/** A ping runs a statement beside the others: a busy engine answers late, a stuck one never. */
export const PING_TIMEOUT_MS = 20_000;
/** So many pings in a row must fail before a living process is ended. */
export const MAX_FAILED_PINGS = 3;
/** Time for running statements at shutdown; what is cut off is repeated by the store's intent. */
export const STOP_TIMEOUT_MS = 10_000;
/** The end of the engine's error output that is kept for messages. */
export const STDERR_TAIL_BYTES = 8 * 1024;
