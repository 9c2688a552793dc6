import type { Level } from "./levels.ts";

/**
 * How long an event is kept, counted from `collected_at`: by level, but three years for what a trade can be
 * reconstructed from, and for ever for settings and for state that people made.
 */
export const RETENTION_DAYS = { debug: 7, info: 30, warning: 90, error: 365, trade: 1_095, forever: null } as const;

export type RetentionClass = keyof typeof RETENTION_DAYS;

export const CATEGORIES = [
  "account",
  "trade",
  "execution",
  "strategy",
  "decision",
  "risk",
  "system",
  "api",
  "performance",
  "bot",
  "access",
  "daybook",
] as const;

export type Category = (typeof CATEGORIES)[number];

/** Retention of a category's events; `level` lets the event's level decide. */
const CATEGORY_RETENTION: { readonly [C in Category]: RetentionClass | "level" } = {
  account: "trade",
  trade: "trade",
  execution: "trade",
  strategy: "trade",
  decision: "trade",
  risk: "trade",
  system: "level",
  api: "level",
  performance: "level",
  bot: "level",
  access: "trade",
  daybook: "level",
};

export interface EventTypeDefinition {
  readonly category: Category;
  /** The level of a typed call that does not name one. */
  readonly level: Level;
  /** Where it differs from the category's. */
  readonly retention?: RetentionClass | "level";
}

function define<const T extends string>(
  category: Category,
  level: Level,
  types: readonly T[],
  retention?: RetentionClass | "level",
) {
  const definition: EventTypeDefinition =
    retention === undefined ? { category, level } : { category, level, retention };
  return Object.fromEntries(types.map((type) => [type, definition])) as Record<T, EventTypeDefinition>;
}

/** Every event type that Daybook knows by name. Own names are allowed; they have category `custom`. */
export const EVENT_TYPES = {
  ...define("account", "INFO", ["account_balance", "deposit", "withdrawal", "funding_payment", "position_snapshot"]),
  // A stream of prices is market data, not a trade: kept as long as its level says.
  ...define("account", "INFO", ["price"], "level"),

  ...define("trade", "TRADE_EXECUTED", [
    "trade_entry",
    "trade_exit",
    "trade_partial_exit",
    "trade_executed",
    "order_filled",
    "order_partially_filled",
  ]),
  ...define("trade", "TRADE_EXECUTED", ["position_closed"]),
  ...define("trade", "INFO", [
    "trade_cancelled",
    "position_adjusted",
    "order_placed",
    "order_accepted",
    "order_cancelled",
  ]),
  ...define("trade", "WARNING", ["stop_loss_hit", "order_rejected"]),
  ...define("trade", "INFO", ["take_profit_hit"]),
  ...define("trade", "SIGNAL_RECEIVED", ["signal_generated"]),

  ...define("execution", "INFO", ["execution_attempt", "state_transition"]),
  ...define("execution", "WARNING", ["state_divergence"]),
  ...define("execution", "ERROR", ["transaction_failed"]),
  ...define("execution", "CRITICAL", ["safety_violation"]),

  ...define("strategy", "SIGNAL_RECEIVED", ["strategy_signal", "entry_signal", "exit_signal", "signal_received"]),
  ...define("strategy", "DEBUG", ["symbol_scan"], "level"),

  ...define("decision", "AI_DECISION", ["ai_decision"]),

  ...define("risk", "RISK_ALERT", ["risk_limit_hit", "daily_loss_limit", "risk_alert"]),
  ...define("risk", "WARNING", ["portfolio_heat_warning"]),
  ...define("risk", "INFO", ["position_size_calculated"]),

  ...define("system", "INFO", ["system_start", "system_stop", "health_check", "market_status", "system_metrics"]),
  ...define("system", "DEBUG", ["heartbeat"]),
  ...define("system", "ERROR", ["system_error"]),
  ...define("system", "INFO", ["config_changed"], "forever"),

  ...define("api", "DEBUG", ["api_call", "http_request"]),
  ...define("api", "ERROR", ["api_error"]),
  ...define("api", "WARNING", ["rate_limit"]),

  ...define("performance", "INFO", ["performance_metric", "latency_measurement"]),
  ...define("performance", "DEBUG", ["operation_completed"]),
  ...define("performance", "ERROR", ["operation_failed"]),

  ...define("bot", "INFO", ["telegram_interaction", "bot_response", "trading_command"]),

  ...define("access", "INFO", ["login", "record_read", "export"]),
  ...define("access", "WARNING", ["access_denied"]),
  ...define("access", "INFO", ["erasure", "legal_hold", "key_created", "key_revoked"], "forever"),
  ...define("access", "INFO", ["retention_applied"]),

  ...define("daybook", "WARNING", ["gap_detected", "logs_dropped", "logs_collapsed", "alert_fired"]),
  ...define("daybook", "INFO", ["redaction", "alert_resolved"]),
  ...define(
    "daybook",
    "INFO",
    ["checkpoint_anchored", "view_saved", "view_deleted", "silence_created", "silence_expired", "alert_acknowledged"],
    "forever",
  ),
} as const satisfies Record<string, EventTypeDefinition>;

export type EventType = keyof typeof EVENT_TYPES;

const KNOWN: ReadonlyMap<string, EventTypeDefinition> = new Map(Object.entries(EVENT_TYPES));

export function isEventType(name: string): name is EventType {
  return KNOWN.has(name);
}

/** The category that follows from an event type; `custom` for own names. */
export function categoryOf(eventType: string): Category | "custom" {
  return KNOWN.get(eventType)?.category ?? "custom";
}

/** The level of an event type when none is given: `INFO` for own names. */
export function defaultLevelOf(eventType: string): Level {
  return KNOWN.get(eventType)?.level ?? "INFO";
}

const LEVEL_RETENTION: { readonly [L in Level]: RetentionClass } = {
  DEBUG: "debug",
  INFO: "info",
  // A trading level on an own event type says that it belongs to a trade.
  SIGNAL_RECEIVED: "trade",
  AI_DECISION: "trade",
  TRADE_EXECUTED: "trade",
  WARNING: "warning",
  RISK_ALERT: "trade",
  ERROR: "error",
  CRITICAL: "error",
};

/** How long the event is kept; the key of {@link RETENTION_DAYS}. */
export function retentionClassOf(eventType: string, level: Level): RetentionClass {
  const known = KNOWN.get(eventType);
  const decided = known ? (known.retention ?? CATEGORY_RETENTION[known.category]) : "level";
  return decided === "level" ? LEVEL_RETENTION[level] : decided;
}

const MAX_REMEMBERED = 10_000;
const spellings = new Map<string, string>();

/**
 * The spelling under which an event type is kept: `SIGNAL_GENERATED`, `Signal-Generated` and `signalGenerated` are the known
 * `signal_generated`; an own name (`OrderFilledEvent`, `market_data`) stays as it is.
 */
export function canonicalEventType(name: string): string {
  if (KNOWN.has(name)) return name;
  const seen = spellings.get(name);
  if (seen !== undefined) return seen;
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[\s.-]+/g, "_")
    .toLowerCase();
  const spelling = KNOWN.has(snake) ? snake : name;
  if (spellings.size >= MAX_REMEMBERED) spellings.clear();
  spellings.set(name, spelling);
  return spelling;
}
