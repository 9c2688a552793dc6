/** What the accumulators of this folder hold at most. What does not fit is counted, and the result says so. */

/** Characters of a name that is kept: a hostile endpoint or message may be a megabyte long. */
export const MAX_TEXT_LENGTH = 200;

/** Characters of a message that are searched for numbers and quotes; what follows seldom tells two errors apart. */
export const MAX_PATTERN_LENGTH = 1_000;

/** Values that a distribution keeps as they are, so that a short log has exact quantiles: 2 KiB each. */
export const EXACT_VALUES = 256;

/** Relative error of quantiles once a distribution holds more than {@link EXACT_VALUES}. */
export const QUANTILE_ERROR = 0.01;

/** Names of one kind (endpoints, features, reasons): a page shows fewer, an honest system has fewer. */
export const MAX_GROUPS = 500;

/** Kinds of errors that are listed: the hundredth most frequent one is seldom looked at. */
export const MAX_FINGERPRINTS = 100;

/** Endpoints that count as slow: a page of them. */
export const MAX_SLOW_ENDPOINTS = 10;

/** Names of measured values, by service: programs measure a dozen. */
export const MAX_RESOURCES = 200;

/** Currencies in which costs are added up: more than any exchange quotes in. */
export const MAX_CURRENCIES = 64;

/** Points of a series through time: more than a chart has pixels to tell apart. */
export const MAX_POINTS = 1_000;

/** Hours that are counted one by one: a month of 31 days; older ones are added up. */
export const MAX_HOURS = 744;

/** Days whose highest daily loss is listed: four years. */
export const MAX_DAYS = 1_461;

/** Examples in a list, newest or worst: a person looks at a page of them and follows their ids. */
export const MAX_EXAMPLES = 100;

/** Orders whose fate is followed; the oldest is settled as it stands. About 20 MB. */
export const MAX_ORDERS = 20_000;

/** Symbols whose newest price is remembered: more than any exchange lists. */
export const MAX_SYMBOLS = 20_000;

/** Signals and decisions that wait for their order or their trade. About 20 MB. */
export const MAX_PENDING = 50_000;

/** Versions of models that are told apart. Each takes up to 200 KB. */
export const MAX_MODELS = 100;

/** Models that decided on one trade: an ensemble has a handful. */
export const MAX_DECISIONS_PER_TRADE = 16;

/** Positions whose size counts as exposure. */
export const MAX_POSITIONS = 10_000;

/** Transactions that are remembered, so that a failure that is told twice counts once. */
export const MAX_TRANSACTIONS = 50_000;

/** Events of one microsecond whose ids are remembered, to know those that were written twice: a hostile log has one time only. */
export const MAX_IDS_OF_INSTANT = 10_000;

/** Requests whose inference time waits for its decision: they are milliseconds apart. */
export const MAX_REQUESTS = 10_000;

/** Steps of one trade's life that are listed. */
export const MAX_STEPS = 1_000;

/** After this an order without ids has not come from the signal: strategies repeat a signal that still holds. */
export const SIGNAL_HORIZON_US = 5 * 60_000_000;

/** The price that a market order names is what its sender saw: it is newer than a logged price of this age. */
export const FRESH_PRICE_US = 1_000_000;

/** A price older than this says nothing about the market that an order met. */
export const PRICE_HORIZON_US = 5 * 60_000_000;

/** A trade that opens later than this after a decision without a trade's id is not its outcome. */
export const OUTCOME_HORIZON_US = 60 * 60_000_000;

/** A heartbeat that is later than this many usual intervals was missed: one late beat is a busy machine. */
export const MISSED_INTERVALS = 3;

/** Differences of a reconciliation that are listed one by one; beyond them the two sides are of different accounts. */
export const MAX_DIFFERENCES = 10_000;
