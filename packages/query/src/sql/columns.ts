/**
 * The contract between the search language and the table of events. Whoever creates the table follows it:
 *
 * - One column per record field, named as in `RECORD_FIELDS`, and no column is Nullable:
 *   - keyword and text fields: `String` or `LowCardinality(String)`; absent = `''`.
 *   - decimals (`quantity price pnl fees`): `String`, the exact text; absent = `''`.
 *   - integers (`seq producer_seq pid line audit_index`): any integer type; absent = 0 (`seq` is never absent).
 *     So `pid:0` finds nothing, in the store as in the predicate.
 *   - `timestamp`, `collected_at`: `DateTime64(6, 'UTC')`.
 *   - `level`: `LowCardinality(String)`, with `level_rank UInt8` beside it.
 *   - `category`: `LowCardinality(String)`, from the event type.
 *   - `stack_trace`: `Array(String)`.
 *   - `data`: `String`, the text that `JSON.stringify` gives, `''` when absent. Searching relies on that spelling
 *     (no blanks, its escapes), and on numbers that a float64 would change being strings.
 * - The indexes of {@link SEARCH_INDEXES}. They change the speed and never the answer: each condition says by itself
 *   what a word is, so parts, tables and servers without the index find the same events.
 */

/** Words of a text column: runs of letters and digits, in lower case, with single spaces between. */
export function wordsSql(column: string): string {
  return `lowerUTF8(replaceRegexpAll(${column}, '[^\\\\p{L}\\\\p{N}]+', ' '))`;
}

/** Columns whose words are in the index of words. */
export const INDEXED_TEXTS: readonly string[] = ["message", "exception_message"];

/**
 * The words of the message and of the exception, in one index: a bare word asks for both, and making the expression ready
 * costs the engine 3.5 ms a query, whatever it finds. Conditions on one of the two look at its bytes as well.
 */
export const WORDS_SQL = wordsSql("concat(message, ' ', exception_message)");

/** What a bare word is compared with as a whole. A Bloom filter on each answers for the long ones. */
export const NAME_COLUMNS = [
  "symbol",
  "user_id",
  "session_id",
  "id",
  "request_id",
  "trace_id",
  "order_id",
  "trade_id",
] as const;

/** At least so many UTF-8 bytes, one a digit: made by a machine, hence mostly unique. */
const MACHINE_NAME_BYTES = 6;

/** Whether `value` is one of the names that {@link NAMES_SQL} leaves out. */
export function isMachineName(value: string): boolean {
  return new TextEncoder().encode(value).length >= MACHINE_NAME_BYTES && /[0-9]/.test(value);
}

/**
 * The names of an event but for those made by machines, which would make the index as large as the data (35 bytes an
 * event, against 1.3); it answers for every word that people use without a look at the columns. No lambda: the engine
 * computes the expression by itself for parts without the index, and loses the lambda on the way (26.7).
 */
export const NAMES_SQL = `[${NAME_COLUMNS.map(
  (column) => `if(length(${column}) < ${MACHINE_NAME_BYTES} OR NOT match(${column}, '[0-9]'), ${column}, '')`,
).join(", ")}]`;

export interface SearchIndex {
  name: string;
  /** Column or expression, as it stands in the conditions: the engine compares the text of both. */
  expression: string;
  type: string;
  granularity?: number;
}

/** `INDEX ${name} ${expression} TYPE ${type} GRANULARITY ${granularity}` for each of these, in `CREATE TABLE`. */
export const SEARCH_INDEXES: readonly SearchIndex[] = [
  { name: "words", expression: WORDS_SQL, type: "text(tokenizer = splitByString([' ']))" },
  { name: "names", expression: NAMES_SQL, type: "text(tokenizer = array)" },
  ...NAME_COLUMNS.map((column) => ({
    name: `bloom_${column}`,
    expression: column,
    type: "bloom_filter(0.01)",
    granularity: 1,
  })),
];
