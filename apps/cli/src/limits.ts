/** Events of one ingest request: the server's own measure of a good batch. */
export const BATCH_EVENTS = 1_000;
/** Bytes of one ingest request: two in memory at most, one on its way and one being filled. */
export const BATCH_BYTES = 1024 * 1024;
/** Bytes read from a file at once. */
export const READ_CHUNK_BYTES = 256 * 1024;
/** First pause before a batch is sent again; doubles at each failure. */
export const RETRY_BASE_MS = 250;
/** Longest pause between two tries. */
export const RETRY_MAX_MS = 5_000;
/** A server that is away longer than this stops an import; the same command goes on later. */
export const RETRY_TOTAL_MS = 60_000;
/** Rejected lines that are remembered with their reason; beyond it they are only counted. */
export const MAX_REMEMBERED_REJECTS = 10_000;
/** Rejected lines that are shown without `--json`. */
export const MAX_SHOWN_REJECTS = 20;
/** Live events that wait for a slow reader of standard output; beyond it they are left out, counted and told. */
export const MAX_WAITING_OUTPUT_BYTES = 16 * 1024 * 1024;
/** Between two questions how far a job is. */
export const JOB_POLL_MS = 250;
/** Events of one search page: the server's maximum. */
export const PAGE_EVENTS = 1_000;
