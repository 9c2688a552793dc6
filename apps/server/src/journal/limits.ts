/** Limits of the journal. Sizes in bytes, times in milliseconds; the comment says why this much. */

/** A segment: large enough that thousands of them hold a busy week, small enough to verify at a start in a blink. */
export const DEFAULT_SEGMENT_SIZE_BYTES = 64 * 1024 * 1024;
/** Bytes that may wait for the disk; beyond it callers are told to come back. Bounds memory when the disk stalls. */
export const DEFAULT_MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** One write and fdatasync. Also bounds what a crash can tear, and so what a start may cut without asking. */
export const MAX_COMMIT_BYTES = 8 * 1024 * 1024;
/** One checksummed batch: what a reader holds at once. A single append larger than this is a batch of its own. */
export const TARGET_BATCH_BYTES = 1024 * 1024;
/** One append. Callers slice longer bodies. */
export const MAX_APPEND_BYTES = 8 * 1024 * 1024;
/** The newest batches kept in memory, so that readers near the head never touch the disk. */
export const DEFAULT_RECENT_BYTES = 16 * 1024 * 1024;
/** How long events can be replayed from the journal. */
export const DEFAULT_WINDOW_MS = 7 * 24 * 3_600_000;
/** Free space that is left to everybody else: the store's merges, the log of the machine. */
export const DEFAULT_RESERVE_BYTES = 256 * 1024 * 1024;
/** The reserve is never more than this part of a small disk. */
export const RESERVE_DISK_SHARE = 0.05;
/** Free space is asked for again after so many written bytes … */
export const SPACE_CHECK_BYTES = 16 * 1024 * 1024;
/** … or so long. */
export const SPACE_CHECK_MS = 1_000;
/** How often old segments are looked for. */
export const DEFAULT_MAINTENANCE_INTERVAL_MS = 60_000;
/** Sealed segments are compressed when every cursor has passed them and they are so old, or when so many wait … */
export const MAX_UNCOMPRESSED_SEALED = 8;
/** … since a burst needs the processor for itself: half a gigabyte of events comes in before any is spent on old ones. */
export const DEFAULT_COMPRESS_AFTER_MS = 60_000;
/** Raw bytes in one compressed block: what a reader of an old segment inflates at once. */
export const BLOCK_BYTES = 1024 * 1024;
/** Fast enough to keep up with the disk; level 6 takes three times as long for a tenth less. */
export const GZIP_LEVEL = 3;
/** Parsed sidecars of sealed segments held for readers. */
export const MAX_CACHED_TABLES = 4;
/** A batch read from disk in one go: neighbours are joined up to this. */
export const MAX_READ_BYTES = 16 * 1024 * 1024;
