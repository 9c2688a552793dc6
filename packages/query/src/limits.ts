/** Limits of one query. A query is typed by strangers, and is evaluated on every event of a live stream. */

/** Conditions in one query, those of a group counted singly: bounds the SQL text and the time per event. */
export const MAX_TERMS = 256;
/** Brackets, groups and NOTs within each other: every reader of the tree is recursive. */
export const MAX_NESTING = 64;
/** UTF-16 units of one regular expression. */
export const MAX_REGEX_LENGTH = 1_000;
/**
 * Instructions of a compiled regular expression. Both engines are linear in the text, with this as the factor:
 * 500 on a message of 256 kB is near a second of work in the worst case.
 */
export const MAX_REGEX_PROGRAM = 500;
/** `*` in one pattern. */
export const MAX_WILDCARDS = 10;
/** Names between dots in a path into `data`; each may also be part of a dotted key, so alternatives grow with it. */
export const MAX_PATH_SEGMENTS = 16;
/** Exponent of a number in a query: beyond it a float64 is infinite or zero, and no price or size is there. */
export const MAX_NUMBER_EXPONENT = 290;
/** Characters of a string in `data` that can still count as a number: as for money fields. */
export const MAX_NUMBER_LENGTH = 128;
