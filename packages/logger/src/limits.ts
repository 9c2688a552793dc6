/** Limits of the logger. What exceeds one is cut or counted, and the record says so. */

/** One string value, in UTF-16 units: a long stack or request body still fits, a dumped file does not. */
export const MAX_STRING_LENGTH = 16_384;
/** A message, in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 16_384;
/** A line before its bytes are counted, in UTF-16 units; at three bytes a unit it stays below MAX_LINE_BYTES. */
export const SAFE_LINE_LENGTH = 80_000;
/** Strings of a record that has to be cut to MAX_LINE_BYTES. */
export const CUT_STRING_LENGTH = 512;
/** Keys and elements of a record that has to be cut to MAX_LINE_BYTES. */
export const CUT_FIELDS = 100;
/** Lines of one stack trace, causes included. */
export const MAX_STACK_LINES = 200;
/** Lines of the stack trace of a record that has to be cut to MAX_LINE_BYTES. */
export const CUT_STACK_LINES = 50;
/** Causes followed from one error: a chain may be a circle. */
export const MAX_CAUSES = 8;
/** Fields noted in `data.invalid`. */
export const MAX_INVALID_NOTES = 20;
/** Distinct event types and field names remembered; beyond it they still work, only slower. */
export const MAX_REMEMBERED_NAMES = 2_000;

/** Text that is handed to the kernel in one write. */
export const FILE_CHUNK_LENGTH = 64 * 1024;
/** Longest time that a line waits in memory before its write begins. */
export const FILE_LINGER_MS = 100;
/** Lines of one file waiting for the disk; beyond it the call writes by itself and waits. */
export const FILE_BUFFER_LENGTH = 4 * 1024 * 1024;
/** Default size at which a file is put aside: 50 MB as in DayBot's own configuration. */
export const DEFAULT_MAX_SIZE_BYTES = 50 * 1024 * 1024;
/** Default number of files put aside that are kept, for each file. */
export const DEFAULT_BACKUP_COUNT = 10;
/** Smallest size of a file: below it nearly each line would be a file. */
export const MIN_MAX_SIZE_BYTES = 1024;
/** Wait before a write that failed (full disk) is tried again. */
export const FILE_RETRY_MS = 1_000;
/** How long a synchronous flush waits for a write that is under way. */
export const FILE_SETTLE_MS = 1_000;
/** How often a write that took longer than that is looked for. */
export const FILE_OVERDUE_MS = 100;
/** How long the policy `block` lets calls wait for the disk, all of one outage together; then lines are dropped. */
export const FILE_BLOCK_MS = 10_000;
/** Wait between two attempts of a blocked call. */
export const FILE_BLOCK_STEP_MS = 50;
/** How long the first line of a new day waits for another writer that is putting yesterday's file aside. */
export const ROTATION_WAIT_MS = 50;
/** A rotation's lock that is older is a dead writer's: it is held for a few system calls. */
export const ROTATION_LOCK_STALE_MS = 5_000;
/** A compressor that showed no sign of life for so long is dead; it shows one with each piece. */
export const COMPRESS_LOCK_STALE_MS = 30_000;
/** Piece of a file that is compressed at a time: some 10 ms of one thread of the pool. */
export const COMPRESS_PIECE_BYTES = 256 * 1024;
/** Rest after each piece, so that compressing takes what the program leaves. */
export const COMPRESS_PAUSE_MS = 2;
/** Wait before looking again when another process compresses in the directory. */
export const COMPRESS_RETRY_MS = 5_000;
/** How often files that became too old are looked for, besides at each rotation. */
export const RETENTION_INTERVAL_MS = 3_600_000;

/** Events in one request to the collector. */
export const BATCH_EVENTS = 1_000;
/** Text of one request to the collector, in UTF-16 units (bytes for ASCII). */
export const BATCH_LENGTH = 1024 * 1024;
/** Longest time that an event waits for others of its batch. */
export const BATCH_LINGER_MS = 100;
/** Events waiting for the collector: ordinary ones are refused beyond it, audited ones beyond twice as much. */
export const COLLECTOR_BUFFER_BYTES = 16 * 1024 * 1024;
/** Bodies below this are not worth compressing. */
export const GZIP_MIN_BYTES = 4 * 1024;
/** A request without an answer is given up after this, and sent again. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** First and longest wait between two attempts. */
export const RETRY_MIN_MS = 200;
export const RETRY_MAX_MS = 30_000;
/** Longest Retry-After that is honoured. */
export const RETRY_AFTER_MAX_MS = 5 * 60_000;
/** An answer of the collector; more than this is not one. */
export const MAX_REPLY_BYTES = 1024 * 1024;
/** How long the end of the program may wait for the collector. */
export const EXIT_FLUSH_MS = 5_000;

/** How long `process.exit` and an uncaught exception may wait for the collector. */
export const EXIT_DELIVERY_MS = 2_000;

/** Console text waiting for a slow reader; beyond it lines are dropped and counted. */
export const CONSOLE_BUFFER_LENGTH = 4 * 1024 * 1024;
