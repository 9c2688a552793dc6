/** Trades in the HTML: a page of paper holds about 40. JSON, CSV and Parquet have all of the report. */
export const MAX_HTML_TRADES = 500;

/** Rows of a table by symbol, strategy or exit reason in the HTML. */
export const MAX_HTML_GROUPS = 60;

/** Rows of the table of days in the HTML, the newest with anything on them. */
export const MAX_HTML_DAYS = 120;

/** Rows of open positions and of incomplete trades in the HTML, each. */
export const MAX_HTML_POSITIONS = 200;

/** Notes, and tools' figures, in the HTML. */
export const MAX_HTML_NOTES = 200;

/** UTF-16 units of a name (symbol, strategy, reason, id) in the HTML; what is longer is cut, with its length said. */
export const MAX_TEXT_LENGTH = 120;

/** UTF-16 units of a sentence (a note, a reason) in the HTML. */
export const MAX_SENTENCE_LENGTH = 1_000;

/** UTF-16 units of a `title`, which holds exact values and queries. */
export const MAX_TITLE_LENGTH = 2_000;

/** Calendar years that are drawn, the newest: a year is 130 pixels high. */
export const MAX_CALENDAR_YEARS = 6;

/** Points of a line: more than the pixels of a chart are drawn over each other. */
export const MAX_CHART_POINTS = 2_000;

/** Trades whose ids are written into a query for a group that has no field of its own. */
export const MAX_LINKED_TRADES = 20;

/** Rows of a row group of Parquet: 25 columns of so many are some 30 MB while they are encoded. */
export const ROW_GROUP_ROWS = 20_000;

/** Rows of CSV in one piece. */
export const CSV_ROWS_A_CHUNK = 500;

/** Events in one file of Parquet, which is put together in memory. */
export const MAX_PARQUET_EVENTS = 2_000_000;
