/** Limits of the store room. */

const MEGABYTE = 1024 * 1024;

/** One batch is one block in the engine: larger ones need more memory at once and gain nothing (measured at 20,000 and 50,000). */
export const MAX_BATCH_EVENTS = 50_000;
export const MAX_BATCH_BYTES = 24 * MEGABYTE;

/**
 * The shortest time between two inserts while events trickle: each makes up to six parts, one a retention class, and their merges are what
 * an idle installation costs (10 events/s: 24 % of a core at 300 ms, 16 % at 700).
 */
export const MIN_INSERT_INTERVAL_MS = 500;
/** Inserts of so many events are no trickle: gathering longer saves little of what they cost, and is seen by who watches. */
export const BUSY_INSERT_EVENTS = 250;
/** The shortest time between two inserts then. */
export const BUSY_INSERT_INTERVAL_MS = 200;
/** The longest. */
export const MAX_INSERT_INTERVAL_MS = 700;
/**
 * Waiting and the insert itself together: events are to be searchable within a second, also while the machine is busy with
 * something else and an insert takes twice as long as the one before.
 */
export const MAX_INSERT_CYCLE_MS = 800;
export const BUSY_INSERT_CYCLE_MS = 450;
/** Inserts may take this part of the time: an interval is so many times the last insert's own duration. */
export const INSERT_PAUSE_FACTOR = 8;
export const BUSY_INSERT_PAUSE_FACTOR = 3;
/** An event after a quiet time waits this long for its companions. */
export const GATHER_MS = 25;

export const FIRST_RETRY_DELAY_MS = 100;
export const MAX_RETRY_DELAY_MS = 5_000;
/** A full disk is looked at again after this. */
export const NO_SPACE_RETRY_DELAY_MS = 1_000;
/** An insert of one batch takes a second; merges of a loaded machine may hold it up. */
export const INSERT_TIMEOUT_MS = 120_000;

/** A search may run so long, in seconds. */
export const MAX_SEARCH_SECONDS = 15;
/** Past the engine's own limit, so that its answer comes first. */
export const SEARCH_TIMEOUT_MS = (MAX_SEARCH_SECONDS + 5) * 1000;
export const MAX_SEARCH_MEMORY_BYTES = 768 * MEGABYTE;
/** Answer of one search: 1,000 lines of 256 kB would not fit, and no page needs them. */
export const MAX_RESULT_BYTES = 64 * MEGABYTE;
/** DDL, backups and rebuilds. */
export const CONTROL_TIMEOUT_MS = 3_600_000;

/** Parts that something still reads cannot go. */
export const ERASED_PARTS_TIMEOUT_MS = 600_000;

export const DEFAULT_SEARCH_LIMIT = 100;
export const MAX_SEARCH_LIMIT = 1_000;
export const MAX_CONTEXT_EVENTS = 500;
export const DEFAULT_HISTOGRAM_BUCKETS = 60;
export const MAX_HISTOGRAM_BUCKETS = 500;
export const MAX_FACET_FIELDS = 20;
export const MAX_FACET_VALUES = 200;
/** Services and event types that statistics list by name. */
export const STATS_VALUES = 50;
/** Length of a data path in a facet field, in keys. */
export const MAX_PATH_KEYS = 16;

/** Rows put aside one after another before it is taken that not the rows are at fault, but the table or the engine. */
export const MAX_POISON_IN_A_ROW = 1_000;

/** Rows of one page of a report's reading: 50,000 events of 300 bytes are 15 MB, a quarter of a second's work. */
export const REPORT_PAGE_ROWS = 50_000;
