/** Values of tag 54. Unknown ones are kept as they are. */
export const SIDES: Readonly<Record<string, string>> = {
  "1": "buy",
  "2": "sell",
  "3": "buy_minus",
  "4": "sell_plus",
  "5": "sell_short",
  "6": "sell_short_exempt",
  "7": "undisclosed",
  "8": "cross",
  "9": "cross_short",
};

/** Values of tag 39. */
export const ORDER_STATUS: Readonly<Record<string, string>> = {
  "0": "new",
  "1": "partially_filled",
  "2": "filled",
  "3": "done_for_day",
  "4": "canceled",
  "5": "replaced",
  "6": "pending_cancel",
  "7": "stopped",
  "8": "rejected",
  "9": "suspended",
  A: "pending_new",
  B: "calculated",
  C: "expired",
  D: "accepted_for_bidding",
  E: "pending_replace",
};

/** Values of tag 150. 1 and 2 are of FIX 4.1 and 4.2; since 4.3 every fill is F. */
export const EXEC_TYPES: Readonly<Record<string, string>> = {
  "0": "new",
  "1": "partial_fill",
  "2": "fill",
  "3": "done_for_day",
  "4": "canceled",
  "5": "replaced",
  "6": "pending_cancel",
  "7": "stopped",
  "8": "rejected",
  "9": "suspended",
  A: "pending_new",
  B: "calculated",
  C: "expired",
  D: "restated",
  E: "pending_replace",
  F: "trade",
  G: "trade_correct",
  H: "trade_cancel",
  I: "order_status",
};

/** Values of tag 103. */
export const ORDER_REJECT_REASONS: Readonly<Record<string, string>> = {
  "0": "broker or exchange option",
  "1": "unknown symbol",
  "2": "exchange closed",
  "3": "order exceeds limit",
  "4": "too late to enter",
  "5": "unknown order",
  "6": "duplicate order",
  "11": "unsupported order characteristic",
  "13": "incorrect quantity",
  "15": "unknown account",
  "99": "other",
};

/** Values of tag 40. */
export const ORDER_TYPES: Readonly<Record<string, string>> = {
  "1": "market",
  "2": "limit",
  "3": "stop",
  "4": "stop_limit",
};

/** Messages of the session itself, by tag 35. */
export const SESSION_EVENTS: Readonly<Record<string, string>> = {
  "0": "fix_heartbeat",
  "1": "fix_test_request",
  "2": "fix_resend_request",
  "3": "fix_reject",
  "4": "fix_sequence_reset",
  "5": "fix_logout",
  A: "fix_logon",
  j: "fix_business_reject",
};
