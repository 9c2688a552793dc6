/** A SQLite file: the engine holds it whole, and the events of all its trades wait to be sorted: 1.2 GB of memory for 65 MiB, 100,000 trades with their orders. */
export const MAX_DATABASE_BYTES = 128 * 1024 * 1024;
/** A back-test result, also unpacked: one JSON text, its objects and the events of them are in memory at once. A trade needs about 1 kB. */
export const MAX_BACKTEST_JSON_BYTES = 128 * 1024 * 1024;
/** A zip of a back-test: the result, the settings, the strategy; more files than this nobody wrote for us. */
export const MAX_ZIP_ENTRIES = 1_000;
/** One line of a FIX log: the longest messages, market data snapshots, have some tens of kilobytes; an event may have 256 KiB. */
export const MAX_FIX_LINE_BYTES = 128 * 1024;
/** Fields of one FIX message; one with more is reported as cut. */
export const MAX_FIX_FIELDS = 4_096;
/** Sessions whose sequence numbers are followed; a log has a few. Of further ones gaps are not told. */
export const MAX_FIX_SESSIONS = 1_000;
/** One record of a CSV file: more is a quote that nobody closed. */
export const MAX_CSV_RECORD_BYTES = 256 * 1024;
/** An exchange statement is read whole: a million fills have about 150 MiB. */
export const MAX_STATEMENT_BYTES = 256 * 1024 * 1024;
/** Events handed over at once. */
export const ROWS_AT_ONCE = 500;
/** Characters of one cell that are kept with an event: the whole event must fit into a line of 256 KiB. */
export const MAX_SOURCE_TEXT_LENGTH = 2_000;
