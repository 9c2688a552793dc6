import { hostname } from "node:os";
import { parseJson, parseTimestamp } from "@daybook/protocol";
import type { ForeignEvent } from "./foreign-events.ts";
import type { PinoConfig } from "./pino-levels.ts";
import { levelOfPino } from "./pino-levels.ts";
import { reviveError } from "./serialised-error.ts";

export interface PinoLine {
  readonly event: ForeignEvent;
  /** Microseconds since 1970; undefined when the line has no time that can be read. */
  readonly timeUs: number | undefined;
}

/** Where pino runs; its lines say so each time, and so does each record already. */
const HOST = hostname();

/**
 * Reads a line that pino wrote. Numbers keep every digit. What is no JSON object (a library that prints to the same
 * stream) becomes the message of an event.
 */
export function readPinoLine(line: string, config: PinoConfig): PinoLine {
  let value: unknown;
  try {
    value = parseJson(line);
  } catch {
    return plain(line);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return plain(line);
  return { event: eventOf(value as Record<string, unknown>, config), timeUs: microsecondsOf(value) };
}

function plain(text: string): PinoLine {
  return {
    event: { level: "INFO", logger: undefined, eventType: undefined, message: text, fields: {} },
    timeUs: undefined,
  };
}

function eventOf(value: Record<string, unknown>, config: PinoConfig): ForeignEvent {
  const { messageKey = "msg", errorKey = "err" } = config;
  const { level, time: _time, name, event_type: eventType, [messageKey]: message, ...fields } = value;
  if (fields["pid"] === process.pid) delete fields["pid"];
  if (fields["hostname"] === HOST) delete fields["hostname"];
  const error = reviveError(fields[errorKey]);
  if (error !== undefined) {
    if (errorKey !== "err") delete fields[errorKey];
    fields["err"] = error;
  }
  const isNamed = typeof name === "string";
  if (!isNamed && name !== undefined) fields["name"] = name;
  return {
    level: levelOfPino(level, config.levels?.labels),
    logger: isNamed ? name : undefined,
    eventType: typeof eventType === "string" ? eventType : undefined,
    message: typeof message === "string" ? message : error?.message,
    fields: message === undefined || typeof message === "string" ? fields : { ...fields, [messageKey]: message },
  };
}

/** `time` as any of pino's timestamp functions writes it. */
function microsecondsOf(value: object): number | undefined {
  const { time } = value as { time?: unknown };
  if (typeof time === "number" && time >= 1e11 && time < 1e14) return Math.floor(time * 1000);
  const text = time === undefined ? undefined : parseTimestamp(time);
  // Canonical: six digits, of which Date reads three.
  return text === undefined ? undefined : Date.parse(`${text.slice(0, 23)}Z`) * 1000 + Number(text.slice(23, 26));
}
