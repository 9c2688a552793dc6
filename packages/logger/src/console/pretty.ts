import type { Level } from "@daybook/protocol";
import type { EventKind } from "../core/event-kinds.ts";
import { PLAIN_EVENT_TYPE } from "../core/event-kinds.ts";
import { printable, stackText } from "../encode/printable.ts";

const RESET = "\u001B[0m";
const DIM = "\u001B[2m";
const COLORS: Readonly<Record<Level, string>> = {
  DEBUG: "\u001B[90m",
  INFO: "\u001B[34m",
  SIGNAL_RECEIVED: "\u001B[36m",
  AI_DECISION: "\u001B[35m",
  TRADE_EXECUTED: "\u001B[32m",
  WARNING: "\u001B[33m",
  RISK_ALERT: "\u001B[93m",
  ERROR: "\u001B[31m",
  CRITICAL: "\u001B[1;37;41m",
};
/** Width of the longest level, so that what follows stands in a column. */
const LEVEL_WIDTH = 15;
/** Fields that stand elsewhere in the line or say the same on each line. */
const HIDDEN = new Set([
  "timestamp",
  "level",
  "service",
  "logger",
  "event_type",
  "message",
  "id",
  "environment",
  "session_id",
  "host",
  "pid",
  "stack_trace",
  "exception_type",
  "exception_message",
]);

/**
 * A record's line for people, with a newline: time, level, logger, message, then the fields, and
 * the stack below. Control characters of values stay escaped, so that no event can move the cursor.
 */
export function formatPretty(line: string, kind: EventKind, colors: boolean): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  const paint = (color: string, text: string): string => (colors ? `${color}${text}${RESET}` : text);
  const time = String(record["timestamp"]).slice(11, 23);
  const from = String(record["logger"] ?? record["service"]);
  let text = `${paint(DIM, time)} ${paint(COLORS[kind.level], kind.level.padEnd(LEVEL_WIDTH))} ${paint(DIM, from)} ${printable(String(record["message"]))}`;
  if (kind.eventType !== PLAIN_EVENT_TYPE) text += ` ${paint(DIM, kind.eventType)}`;
  for (const [name, value] of Object.entries(record)) {
    if (name === "data") {
      for (const [key, member] of Object.entries(value as object))
        text += ` ${paint(DIM, `${printable(key)}=`)}${show(member)}`;
    } else if (!HIDDEN.has(name)) text += ` ${paint(DIM, `${name}=`)}${show(value)}`;
  }
  return `${text}\n${stackText(record, (part) => paint(COLORS.ERROR, part))}`;
}

function show(value: unknown): string {
  if (typeof value === "string" && /^[\w.:/@+-]+$/.test(value)) return value;
  return printable(JSON.stringify(value));
}
