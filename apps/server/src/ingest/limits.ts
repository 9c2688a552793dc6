/** Limits of the door. Times in milliseconds, sizes in bytes. */

/** Events worked on before other requests get a turn … */
export const SLICE_EVENTS = 1_000;
/** … or this long … */
export const SLICE_MS = 5;
/** … or so much of the body: a slice is one append, and lines may grow threefold when invalid bytes are replaced. */
export const SLICE_BYTES = 1024 * 1024;
/** Lines are decoded in blocks of this size, one native call for hundreds. */
export const DECODE_BLOCK_BYTES = 64 * 1024;
/** Slices of one request that may wait for the disk: bounds what a huge body holds in memory. */
export const MAX_SLICES_IN_FLIGHT = 8;
/** Rejected lines that an answer lists; further ones are only counted. */
export const MAX_LISTED_REJECTIONS = 1_000;
/** Producers whose highest number is kept: a hundred bytes each. */
export const MAX_PRODUCERS = 100_000;
/** A producer that is silent for so long is forgotten; imported files never are, while there is room. */
export const DEFAULT_KEY_RETENTION_MS = 24 * 3_600_000;
/** Ids in one of two generations: at least so many of the newest are remembered, at most twice as many (~40 MB). */
export const IDS_PER_GENERATION = 200_000;
/** Answers remembered for their Idempotency-Key. */
export const MAX_IDEMPOTENCY_KEYS = 10_000;
/** How much of the journal a start may have to read again. */
export const DEFAULT_SNAPSHOT_INTERVAL_MS = 30_000;
/** Read from the journal in one go during a start. */
export const REPLAY_READ_BYTES = 1024 * 1024;
