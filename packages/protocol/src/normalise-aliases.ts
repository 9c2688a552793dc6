import { parseDecimal } from "./decimal.ts";
import type { Draft } from "./draft.ts";
import { canonicalEventType } from "./event-types.ts";
import type { Level } from "./levels.ts";
import { MAX_KEYWORD_LENGTH } from "./limits.ts";
import { decimalOf, keywordOf, scalarText, textOf, timestampOf } from "./normalise-fields.ts";

type Raw = Readonly<Record<string, unknown>>;

/** The seeds' spellings, taken when the field is absent. Of several the first one counts. */
const KEYWORD_ALIASES = [
  ["logger_name", "logger"],
  ["module", "logger"],
  ["component", "logger"],
  ["strategy_name", "strategy"],
  ["client_ip", "ip_address"],
] as const;

/** Names of top-level fields that {@link applyAliases} looks at. */
export const ALIAS_NAMES: readonly string[] = [
  ...KEYWORD_ALIASES.map(([alias]) => alias),
  "execution_price",
  "event",
  "action",
  "trade_execution",
  "exception",
  "err",
  "error",
];

/** An event type is a name; a sentence under `event` (structlog) is a message. */
const NAME = /^[\w.:/-]{1,128}$/;

/** Fields that {@link takePinoLine} has taken. */
export const PINO_NAMES: ReadonlySet<string> = new Set(["level", "time", "msg", "hostname"]);

/** Takes the seeds' spellings; what is not taken moves into `data` under its own name. */
export function applyAliases(draft: Draft, raw: Raw): void {
  for (const [alias, field] of KEYWORD_ALIASES) {
    const value = raw[alias];
    if (!isPresent(raw, alias, value)) continue;
    const text = scalarText(value);
    if (draft.record[field] !== undefined || text === undefined || text.length > MAX_KEYWORD_LENGTH)
      draft.keep(alias, value);
    else draft.record[field] = keywordOf(draft, field, text) as string;
  }
  takePrice(draft, raw);
  takeEvent(draft, raw);
  for (const alias of ["action", "trade_execution"] as const) {
    const value = raw[alias];
    if (!isPresent(raw, alias, value)) continue;
    if (!takeEventType(draft, value)) draft.keep(alias, value);
  }
}

function takePrice(draft: Draft, raw: Raw): void {
  const value = raw["execution_price"];
  if (!isPresent(raw, "execution_price", value)) return;
  if (draft.record.price !== undefined || parseDecimal(value) === undefined) draft.keep("execution_price", value);
  else draft.record.price = decimalOf(draft, "price", value) as string;
}

/** `event` names the type, and is the message when there is none. */
function takeEvent(draft: Draft, raw: Raw): void {
  const value = raw["event"];
  if (!isPresent(raw, "event", value)) return;
  const typed = takeEventType(draft, value);
  const told = draft.record.message === undefined && typeof value === "string";
  if (told) draft.record.message = textOf(draft, "message", value) as string;
  if (!typed && !told) draft.keep("event", value);
}

function takeEventType(draft: Draft, value: unknown): boolean {
  if (draft.record.event_type !== undefined || typeof value !== "string" || !NAME.test(value)) return false;
  draft.record.event_type = canonicalEventType(value);
  return true;
}

const PINO_LEVELS: Readonly<Record<number, Level>> = {
  10: "DEBUG",
  20: "DEBUG",
  30: "INFO",
  40: "WARNING",
  50: "ERROR",
  60: "CRITICAL",
};

/**
 * A line of pino or bunyan as it is written: a numeric level by their scale, and `msg`. Their numbers mean other
 * levels than ours, so the shape is recognised as a whole. True when it was one.
 */
export function takePinoLine(draft: Draft, raw: Raw, collectedAt: string): boolean {
  if (!isPinoLine(raw)) return false;
  draft.record.level = PINO_LEVELS[raw["level"] as number] as Level;
  draft.record.message = textOf(draft, "message", raw["msg"]) as string;
  if (raw["time"] !== undefined && raw["time"] !== null)
    draft.record.timestamp = timestampOf(draft, raw["time"], collectedAt);
  if (typeof raw["hostname"] === "string" && raw["host"] === undefined)
    draft.record.host = keywordOf(draft, "host", raw["hostname"]) as string;
  else if (raw["hostname"] !== undefined) draft.keep("hostname", raw["hostname"]);
  return true;
}

function isPinoLine(raw: Raw): boolean {
  return (
    typeof raw["level"] === "number" &&
    Object.hasOwn(PINO_LEVELS, raw["level"]) &&
    typeof raw["msg"] === "string" &&
    raw["timestamp"] === undefined &&
    raw["message"] === undefined
  );
}

function isPresent(raw: Raw, key: string, value: unknown): boolean {
  return value !== undefined && value !== null && Object.hasOwn(raw, key);
}
