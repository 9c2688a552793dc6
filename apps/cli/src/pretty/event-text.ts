import { RECORD_FIELDS, type Level, type RecordField, type WireRecord } from "@daybook/protocol";
import type { Paint, Painter } from "./paint.ts";
import { plainLine, plainText } from "./plain-text.ts";

export interface EventTextOptions {
  paint: Paint;
  /** Show the day too; tail does not need it. */
  day?: boolean;
  /** Times in UTC instead of the machine's zone. */
  utc?: boolean;
  /** Also the rest of the fields, `data` and the stack. */
  full?: boolean;
}

/** A traceback must not push everything else off the screen. */
const MAX_MESSAGE_LINES = 5;
const LEVEL_WIDTH = "SIGNAL_RECEIVED".length;
/** What traders look at, in this order. */
const KEY_FIELDS = [
  "symbol",
  "side",
  "quantity",
  "price",
  "pnl",
  "fees",
  "strategy",
  "status",
  "order_id",
  "trade_id",
] as const;
const SHOWN = new Set<string>([
  ...KEY_FIELDS,
  "timestamp",
  "level",
  "service",
  "event_type",
  "message",
  "data",
  "stack_trace",
]);
const EXCEPTION = new Set<string>(["exception_type", "exception_message"]);

/** One event for people: a line with time, level, service, type, message and key fields; what is long goes below. */
export function formatEvent(event: WireRecord, options: EventTextOptions): string {
  const { paint } = options;
  const head = [
    paint.dim(formatTime(event.timestamp, options)),
    paintLevel(event.level, paint)(event.level.padEnd(LEVEL_WIDTH)),
    paint.cyan(plainLine(event.service)),
    paint.dim(plainLine(event.event_type)),
  ];
  const [message = "", ...more] = plainText(event.message).split("\n");
  const keys = KEY_FIELDS.filter((name) => event[name] !== undefined).map((name) =>
    formatField(name, event[name], paint),
  );
  const lines = [[...head, paintMessage(event.level, paint)(message), ...keys].filter((part) => part !== "").join(" ")];
  const shown = options.full || more.length <= MAX_MESSAGE_LINES ? more : more.slice(0, MAX_MESSAGE_LINES - 1);
  for (const line of shown) lines.push(`    ${line}`.trimEnd());
  if (shown.length < more.length) lines.push(paint.dim(`    … ${more.length - shown.length} more lines: --full`));
  if (event.exception_type !== undefined || event.exception_message !== undefined) {
    const text = [event.exception_type, event.exception_message].filter((part) => part !== undefined).join(": ");
    lines.push(`    ${paint.red(plainLine(text))}`);
  }
  if (options.full) lines.push(...restOf(event, paint));
  return `${lines.join("\n")}\n`;
}

function restOf(event: WireRecord, paint: Paint): string[] {
  const lines: string[] = [];
  for (const frame of event.stack_trace ?? []) lines.push(paint.dim(`      ${plainLine(frame)}`));
  const rest = (Object.keys(event) as RecordField[]).filter((name) => !SHOWN.has(name) && !EXCEPTION.has(name));
  const known = rest.filter((name) => name in RECORD_FIELDS).map((name) => formatField(name, event[name], paint));
  if (known.length > 0) lines.push(`    ${known.join(" ")}`);
  for (const [name, value] of Object.entries(event.data ?? {}))
    lines.push(`    ${formatField(`data.${name}`, value, paint)}`);
  return lines;
}

function formatField(name: string, value: unknown, paint: Paint): string {
  const text = plainLine(typeof value === "string" ? value : JSON.stringify(value));
  return `${paint.dim(`${name}=`)}${paintValue(name, text, paint)}`;
}

function paintValue(name: string, text: string, paint: Paint): string {
  if (name === "side") return /^(buy|long)$/i.test(text) ? paint.green(text) : paint.red(text);
  if (name === "pnl") {
    if (text.startsWith("-")) return paint.red(text);
    return /[1-9]/.test(text.split(/e/i)[0] ?? "") ? paint.green(`+${text}`) : text;
  }
  return name === "symbol" ? paint.bold(text) : text;
}

export function paintLevel(level: Level, paint: Paint): Painter {
  const paints: Record<Level, Painter> = {
    DEBUG: paint.dim,
    INFO: paint.blue,
    SIGNAL_RECEIVED: paint.cyan,
    AI_DECISION: paint.magenta,
    TRADE_EXECUTED: paint.green,
    WARNING: paint.yellow,
    RISK_ALERT: (text) => paint.bold(paint.yellow(text)),
    ERROR: paint.red,
    CRITICAL: (text) => paint.bold(paint.bgRed(paint.white(text))),
  };
  return paints[level] ?? ((text) => String(text));
}

function paintMessage(level: Level, paint: Paint): Painter {
  if (level === "ERROR" || level === "CRITICAL") return paint.red;
  return level === "DEBUG" ? paint.dim : (text) => String(text);
}

/** `10:30:45.123` or `2024-01-15 10:30:45.123`; the record's own text when it is no time. */
export function formatTime(timestamp: string, { utc, day }: { utc?: boolean; day?: boolean }): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return plainLine(timestamp);
  const shifted = utc ? time : new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  const text = shifted.toISOString().replace("T", " ");
  return `${day ? text.slice(0, -1) : text.slice(11, -1)}${utc ? "Z" : ""}`;
}
