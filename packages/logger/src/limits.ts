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
/**
 * Events waiting for the collector, compressed when no spool is behind: some 100,000. Ordinary ones are refused beyond it, audited ones
 * beyond twice as much. A million events into a collector that hangs must cost a program less than 64 MB, the young heap included.
 */
export const COLLECTOR_BUFFER_BYTES = 6 * 1024 * 1024;
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

/** Events in one OTLP request, as OpenTelemetry's own processors have it: each is translated when it is sent. */
export const OTLP_BATCH_EVENTS = 512;

/** Events that wait for a syslog server; audited ones may take twice as much. */
export const SYSLOG_BUFFER_BYTES = 8 * 1024 * 1024;
/** One syslog message: what rsyslog takes unless told otherwise; longer ones it cuts, which spoils JSON. */
export const SYSLOG_MESSAGE_BYTES = 8 * 1024;
/** RFC 5426 asks receivers for this much at least; a header alone may have 480. */
export const SYSLOG_MIN_MESSAGE_BYTES = 1024;
/** The largest UDP payload over IPv4. */
export const SYSLOG_MAX_DATAGRAM_BYTES = 65_507;
/** Messages handed to a connection and not yet taken by the system. */
export const SYSLOG_WINDOW_BYTES = 256 * 1024;
/** An attempt to connect to a syslog server. */
export const SYSLOG_CONNECT_MS = 10_000;

/** Spools of one process; the disk of a bot is also for its files. */
export const SPOOL_MAX_BYTES = 256 * 1024 * 1024;
/** One file of a spool: small enough that space comes back soon, large enough that files stay few. */
export const SPOOL_SEGMENT_BYTES = 8 * 1024 * 1024;
/** A file of a spool that is done is begun anew from this size on; below it, it is written on. */
export const SPOOL_RESET_BYTES = 1024 * 1024;
/** One batch in a spool; a larger number in a file is not a length. */
export const SPOOL_FRAME_MAX_BYTES = 64 * 1024 * 1024;
/** An event that the collector has not acknowledged within twice this time is in the spool. */
export const SPOOL_AFTER_MS = 500;
/** Wait before a spool that could not be written is tried again. */
export const SPOOL_RETRY_MS = 30_000;
/** How often a process says that it lives, and looks for spools that nobody has any more. */
export const SPOOL_BEAT_MS = 15_000;
/** An owner on another machine, or in another container, is dead after this long without a sign of life. */
export const SPOOL_STALE_MS = 60_000;

/** Console text waiting for a slow reader; beyond it lines are dropped and counted. */
export const CONSOLE_BUFFER_LENGTH = 4 * 1024 * 1024;

/** Lines a second that one call site may write in the long run: a market-data loop at DEBUG stays below it, a runaway loop does not. */
export const FLOOD_LINES_PER_SECOND = 1_000;
/** Lines that one call site may write at once: a start-up that lists all its symbols and orders. */
export const FLOOD_BURST_LINES = 10_000;
/** Equal lines in a second before further ones collapse into a count. */
export const FLOOD_EQUAL_PER_SECOND = 10;
/** Time between two reports of what collapsed. */
export const FLOOD_REPORT_MS = 5_000;
/** Call sites that the flood guard remembers at once. */
export const FLOOD_MAX_SITES = 1_000;

/** Words behind a Telegram command that its event has. */
export const MAX_COMMAND_WORDS = 20;
/** Characters of a bot's answer in its event, when texts are logged at all. */
export const TEXT_PREVIEW_LENGTH = 100;

/** One line of another logger, in UTF-16 units: what is longer is no line, but a stream without newlines. */
export const MAX_FOREIGN_LINE_LENGTH = 8 * 1024 * 1024;
/** How long pino's transport waits for pino to say how it names its fields; pino does so within its first turn. */
export const PINO_CONFIG_WAIT_MS = 1_000;
