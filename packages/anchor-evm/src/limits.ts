/** Limits of anchoring and of receipts. Receipts come from strangers; a node is trusted with nothing but being there. */

/** Time between two anchored heads: what is a quarter of an hour old can no longer be rewritten unseen. */
export const ANCHOR_INTERVAL_MS = 600_000;
/** Entries after which a head is anchored earlier than that. */
export const ANCHOR_ENTRIES = 1_000_000;
/** Intervals, or that many times ANCHOR_ENTRIES, that entries may wait before the state is an alarm. */
export const LATE_INTERVALS = 3;
/** How often the trail's size is looked at; it costs no request. */
export const LOOK_INTERVAL_MS = 10_000;
/** How often the last receipt's block is looked for on the chain; one request. */
export const REORG_CHECK_INTERVAL_MS = 60_000;
/** Wait after a first failure; doubled with each more. */
export const FIRST_RETRY_DELAY_MS = 5_000;
/** Longest wait between two attempts. */
export const MAX_RETRY_DELAY_MS = 60_000;

/** Blocks on top of one before a receipt is made of it. Nodes keep the states of the last 128 blocks: more cannot be proved. */
export const CONFIRMATIONS = 12;
/** The most confirmations that can be asked for; see above. */
export const MAX_CONFIRMATIONS = 120;
/** How often the chain is looked at while a head is under way: Ethereum has a block each 12 s, others each second. */
export const POLL_INTERVAL_MS = 4_000;
/** Time after which a transaction that is in no block is replaced by one that pays more: ten blocks of Ethereum. */
export const STUCK_AFTER_MS = 120_000;
/** Time after which an attempt ends, so that the next takes the newest head. */
export const GIVE_UP_AFTER_MS = 1_800_000;
/** Time for one request to the node. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Requests that are repeated after a fault of the network, each after twice the wait of the one before. */
export const REQUEST_RETRIES = 3;
/** Wait before the first repetition. */
export const REQUEST_RETRY_DELAY_MS = 250;
/** Bytes of one answer: a block of a busy chain names 10,000 transactions in 700 kB. */
export const MAX_ANSWER_BYTES = 4_194_304;
/** Percent of gas on top of the estimate: unused gas costs nothing, and the block's time may have another length by then. */
export const GAS_MARGIN_PERCENT = 20;
/** Times a transaction that the node calls underpriced pays more at once: eight times the fee in the end. */
export const MAX_RAISES = 18;
/** Transactions of one head that are remembered, to know which one was mined. */
export const MAX_SENT = 64;
/** Blocks in which the event of a head is searched, from the first with its time: a second of the fastest chains. */
export const MAX_LOG_BLOCKS = 1_000;
/** Times a receipt is tried to be made while the chain changes under it. */
export const MAX_RECEIPT_ATTEMPTS = 3;
/** Characters of a node's words that are repeated in an error. */
export const MAX_NODE_WORDS = 300;

/** Bytes of one receipt: 5,600 on a new chain; nine nodes of 532 bytes to an account, as on Ethereum, make some 20,000. */
export const MAX_RECEIPT_BYTES = 262_144;
/** UTF-8 bytes of an origin, the name of a trail. */
export const MAX_ORIGIN_BYTES = 1_024;
/** Bytes of one block header: Ethereum's has 600; some chains list their validators in it. */
export const MAX_HEADER_BYTES = 16_384;
/** Bytes of the signed transaction: a proof of 64 hashes and what is around it. */
export const MAX_TRANSACTION_BYTES = 8_192;
/** Nodes of one proof: a key has 64 digits, and the last node is the leaf. */
export const MAX_PROOF_NODES = 65;
/** Bytes of one node of a proof: 16 hashes of 33 bytes and a value. */
export const MAX_PROOF_NODE_BYTES = 1_024;
/** Lists in lists of one RLP text: a header is one, a node with small nodes in it has a few. */
export const MAX_RLP_DEPTH = 8;
