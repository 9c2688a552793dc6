/** Limits of the trail. Sizes in bytes, times in milliseconds; the comment says why this much. */

/** Entries that are signed together at most: what a read-back check holds and a crash repeats. */
export const MAX_BATCH_ENTRIES = 4_096;
/** Text of the journal read at a time. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** The longest time between an event's durability and a head that covers it, on a machine that keeps up. */
export const PUBLISH_INTERVAL_MS = 1_000;
/**
 * While events pour in faster than they are signed, the trail rests for so many times as long as a batch took it, so that what takes them in and
 * makes them searchable goes first …
 */
export const BURST_REST_FACTOR = 5;
/** … until it is so far behind. */
export const MAX_BURST_LAG_MS = 30_000;
/** What was written is made safe from a power cut at least so often, and then the journal may forget it … */
export const SYNC_INTERVAL_MS = 30_000;
/** … or when so many files wait. */
export const MAX_UNSYNCED_FILES = 1_024;
/** Files that are synced at the same time: the thread pool has four threads, and the journal needs one. */
export const SYNCS_AT_ONCE = 2;
/** Files that are written or read at the same time: the thread pool has four threads, and each call is of many short steps. */
export const FILES_AT_ONCE = 8;
/** A head is kept for later comparison so often. */
export const HISTORY_INTERVAL_MS = 3_600_000;
/** A full disk is looked at again after this. */
export const NO_SPACE_RETRY_MS = 1_000;
/** Subjects whose unwrapped keys are in memory. */
export const MAX_CACHED_SUBJECTS = 50_000;
/**
 * Longer names of producers and event types are replaced by their hash, so that an entry stays below a kilobyte; those with other
 * characters than ASCII, six bytes each, from a sixth of twice as many on.
 */
export const MAX_NAME_LENGTH = 128;
/** Tiles in memory for proofs: 8 MB. */
export const MAX_CACHED_TILES = 1_024;
/** A witness answers from memory; one that takes longer is asked again with the next head. */
export const WITNESS_TIMEOUT_MS = 10_000;
/** Some signature lines; more is no answer. */
export const WITNESS_ANSWER_BYTES = 16 * 1024;
