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
/** Found lines of log files that are sorted in memory; beyond it they wait in a temporary file. */
export const MAX_SORTED_CHARACTERS = 64 * 1024 * 1024;
/** Writing programs of one kind of log file whose times and numbers `verify` follows; beyond it new ones are not checked, and it is said. */
export const MAX_WATCHED_WRITERS = 10_000;
/** Services and event types that statistics list by name: as many as the server's. */
export const STATS_VALUES = 50;
/** A producer's clock may run ahead of its disk's, and steps back: a file may hold events so much newer than its last change. */
export const CLOCK_SLACK_MS = 3_600_000;
/** Unpacked bytes of a file that are looked at for its first event. */
export const FILE_START_BYTES = 64 * 1024;
/** Events so near to the newest one of `audit.log` need not be in it yet: files are written one after the other. */
export const AUDIT_MARGIN_MS = 10_000;
/** Events of other files that are named because `audit.log` has them not; beyond it they are counted. */
export const MAX_ABSENT_EVENTS = 10_000;
/** Findings of `verify` that are shown without `--json`. */
export const MAX_SHOWN_FINDINGS = 100;
/** One line that `decrypt` reads: no event is so long, and a stream without newlines must not fill the memory. */
export const MAX_DECRYPTED_LINE_BYTES = 64 * 1024 * 1024;
