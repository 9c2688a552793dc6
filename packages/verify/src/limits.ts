/** Limits of reading a trail that strangers serve. */

/** The longest file of a trail: a bundle of 256 entries of 65,535 bytes, each behind two bytes of length. */
export const MAX_FILE_BYTES = 256 * 65_537;
/** Names in one list: a head an hour for a hundred years. */
export const MAX_LISTED_NAMES = 1_000_000;
/** A request that is not answered to its end by then is given up. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** Times that a request is made before its failure counts. */
export const MAX_TRIES = 3;
/** The pause before the second try; doubles before the third. */
export const RETRY_DELAY_MS = 500;
/** Findings side by side that are told in one line. */
export const GROUPED_FROM = 8;
/** Files whose reading has begun while others are checked. */
export const AHEAD_FILES = 8;
/** Missing files that are named one by one. A head may claim any number; beyond it the highest one stands for what lies below it. */
export const MAX_LISTED_MISSING = 10_000;
