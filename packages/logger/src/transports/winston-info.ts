import { parseLevelName } from "@daybook/protocol";
import type { Level } from "@daybook/protocol";
import { messageText } from "../core/call-arguments.ts";
import { isError } from "../encode/exception-fields.ts";
import type { ForeignEvent } from "./foreign-events.ts";

/** What winston writes to its transports: the caller's fields, and these. */
export type WinstonInfo = Readonly<Record<string | symbol, unknown>>;

/** winston's own keys (of the package triple-beam): the level without colours, and the arguments behind the message. */
const LEVEL = Symbol.for("level");
const SPLAT = Symbol.for("splat");

/** winston's levels that have no alias of ours; below `info` in its npm and cli levels. */
const WINSTON_LEVELS: Readonly<Record<string, Level>> = {
  http: "DEBUG",
  data: "DEBUG",
  prompt: "DEBUG",
  input: "DEBUG",
  help: "INFO",
};

/** Fields that say again what the record has: its time, and where an exception is, its stack. */
const TOLD = ["level", "message", "timestamp", "label", "event_type", "splat"];
const TOLD_OF_EXCEPTION = ["error", "stack", "trace", "date", "exception", "rejection"];

/** The level that an info of winston's has, by name. `levels`: the program's own names first. */
export function levelOfWinston(info: WinstonInfo, levels: Readonly<Record<string, Level>> = {}): Level {
  const name = info[LEVEL] ?? info["level"];
  if (typeof name !== "string") return "INFO";
  if (Object.hasOwn(levels, name)) return levels[name] as Level;
  return parseLevelName(name) ?? (Object.hasOwn(WINSTON_LEVELS, name) ? (WINSTON_LEVELS[name] as Level) : "INFO");
}

/** An info of winston's in our terms: `label` is the logger's name; an Error among the arguments is the exception. */
export function readWinstonInfo(info: WinstonInfo, levels?: Readonly<Record<string, Level>>): ForeignEvent {
  const { label, event_type: eventType } = info;
  const error = errorOf(info);
  const fields: Record<string, unknown> = { ...info };
  for (const symbol of Object.getOwnPropertySymbols(fields)) delete (fields as Record<symbol, unknown>)[symbol];
  for (const name of TOLD) delete fields[name];
  if (error !== undefined) {
    for (const name of TOLD_OF_EXCEPTION) delete fields[name];
    // winston has copied what the error carries (`code`, `errno`) beside the message: the exception has it.
    for (const name of Object.keys(error)) delete fields[name];
    delete fields["cause"];
    fields["error"] = error;
  }
  return {
    level: levelOfWinston(info, levels),
    logger: typeof label === "string" ? label : undefined,
    eventType: typeof eventType === "string" ? eventType : undefined,
    message: messageOf(info, error),
    fields,
  };
}

function errorOf(info: WinstonInfo): Error | undefined {
  const rest = info[SPLAT];
  const found = [info, info["error"], info["message"], ...(Array.isArray(rest) ? (rest as unknown[]) : [])].find(
    isError,
  );
  return found ?? stackOnly(info);
}

/** `format.errors({ stack: true })` leaves the stack and no error. */
function stackOnly(info: WinstonInfo): Error | undefined {
  const { stack, message } = info;
  if (typeof stack !== "string" || typeof message !== "string") return undefined;
  const name = /^(\w+)(?::|\n|$)/.exec(stack)?.[1] ?? "Error";
  return Object.create(Error.prototype, {
    name: { value: name },
    message: { value: message },
    stack: { value: stack },
  }) as Error;
}

function messageOf(info: WinstonInfo, error: Error | undefined): string {
  const { message } = info;
  if (isError(message)) return message.message;
  const text = typeof message === "string" ? message : message === undefined ? "" : messageText(message);
  // Of an uncaught one it puts the whole stack there.
  if (info["exception"] === true || info["rejection"] === true) return text.split("\n", 1)[0] ?? "";
  // winston puts the message of the error behind the caller's: the exception has it.
  const tail = error === undefined || error.message === "" ? undefined : ` ${error.message}`;
  return tail !== undefined && text.endsWith(tail) && text.length > tail.length ? text.slice(0, -tail.length) : text;
}
