/** Limits of the page, each with its reason. */

/** Live events kept in the list: an hour of reading, some 5 MB. */
export const MAX_LIVE_EVENTS = 5_000;
/** Events that scrolling back may load: some 150 MB; further back the search has to be narrowed. */
export const MAX_LOADED_EVENTS = 100_000;
/** One page of older events: below 10 ms to parse, some fifteen screens. */
export const PAGE_SIZE = 500;
/** Repaint of the list while events arrive: a reader sees no more, and most frames stay free. */
export const LIVE_REPAINT_MS = 120;
/** Redraw of the histogram while events arrive: its bars grow slowly, and drawing text on a canvas is dear. */
export const HISTOGRAM_REDRAW_MS = 600;
/** Statistics, facets and histogram are asked for again so often while live. */
export const OVERVIEW_REFRESH_MS = 10_000;
/** Bars of the histogram: about 12 px each on a wide screen. */
export const HISTOGRAM_BUCKETS = 90;
/** Values shown of one facet before "more". */
export const FACET_VALUES = 8;
/** Values asked for of one facet. */
export const FACET_LIMIT = 50;
/** Rows of one export: what a browser holds in memory without trouble. */
export const MAX_EXPORT_EVENTS = 250_000;
/** Events of one page of an export, the server's limit. */
export const EXPORT_PAGE_SIZE = 1_000;
/** Queries remembered on this machine. */
export const MAX_HISTORY = 20;
/** Short cuts of the connection are not worth a banner. */
export const BANNER_DELAY_MS = 1_200;
/** Text of one value in the data tree before it is folded. */
export const MAX_VALUE_PREVIEW = 400;
