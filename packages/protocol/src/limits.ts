/** Limits of a single event. Each is refused or cut with the number in the text, never silently. */

/** One incoming line, UTF-8 bytes: fits a long stack trace with source, bounds what a bad client can make us hold. */
export const MAX_LINE_BYTES = 256 * 1024;
/** Nesting of `data`: deeper than any real event, shallow enough for every recursive reader. */
export const MAX_DEPTH = 32;
/** Keys and elements of one event over all levels. */
export const MAX_FIELDS = 1_000;
/** Length of one key, in UTF-16 units. */
export const MAX_KEY_LENGTH = 256;
/** Length of a keyword field (service, symbol, order id …), in UTF-16 units. */
export const MAX_KEYWORD_LENGTH = 1_024;
/** Digits of a decimal: 256-bit integers have 78. */
export const MAX_DECIMAL_LENGTH = 128;
/** Exponent of a decimal, either way: far beyond any price, near enough that no reader expands it into megabytes of zeros. */
export const MAX_DECIMAL_EXPONENT = 9_999;
/** Notes kept in `data.invalid` of one event: the first ones tell what is wrong. */
export const MAX_NOTES = 32;
/** A query text, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 8_192;
