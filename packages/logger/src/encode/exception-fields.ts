import { MAX_CAUSES } from "../limits.ts";
import type { ValueEncoder } from "./encode-value.ts";
import { errorMessage, errorName, unreadable } from "./describe-value.ts";
import { quote } from "./quote.ts";

const OWN = new Set(["name", "message", "stack", "cause", "errors"]);

export function isError(value: unknown): value is Error {
  try {
    if (value instanceof Error) return true;
    // Errors of another realm (vm, worker) are not instances of our Error.
    return Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/**
 * The exception fields of a record, each with a leading comma: `exception_type`, `exception_message`
 * and `stack_trace` with the stacks of all causes, each begun by a "Caused by:" line.
 */
export function encodeException(error: Error, values: ValueEncoder): string {
  try {
    const stack = stackLines(error, values.maxStackLines);
    let text = `,"exception_type":${quote(values.cut(errorName(error)))}`;
    text += `,"exception_message":${values.text(errorMessage(error))}`;
    if (stack.length === 0) return text;
    return `${text},"stack_trace":[${stack.map((line) => values.text(line)).join(",")}]`;
  } catch (thrown) {
    return `,"exception_type":"Error","exception_message":${values.text(unreadable(thrown))}`;
  }
}

/** Further fields that the error carries (`code`, `errno`, `status`), as pairs without braces. */
export function errorDetails(error: Error, values: ValueEncoder): string {
  try {
    return values.pairs(error, (key) => OWN.has(key));
  } catch {
    return "";
  }
}

function stackLines(error: Error, limit: number): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  const waiting: { error: unknown; lead: string }[] = [{ error, lead: "" }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next.error) || seen.size > MAX_CAUSES) continue;
    seen.add(next.error);
    if (!isError(next.error)) {
      lines.push(next.lead + printed(next.error));
      continue;
    }
    const own = linesOf(next.error, limit);
    for (let i = 0; i < own.length && lines.length < limit; i++) {
      lines.push(i === 0 ? next.lead + (own[i] as string) : (own[i] as string));
    }
    if (next.error.cause !== undefined) waiting.push({ error: next.error.cause, lead: "Caused by: " });
    const several: unknown = (next.error as { errors?: unknown }).errors;
    if (Array.isArray(several)) for (const one of several) waiting.push({ error: one, lead: "One of: " });
  }
  return lines;
}

function linesOf(error: Error, limit: number): string[] {
  const stack: unknown = error.stack;
  if (typeof stack === "string" && stack !== "") return stack.split("\n", limit);
  return [`${errorName(error)}: ${errorMessage(error)}`];
}

function printed(value: unknown): string {
  try {
    return String(value);
  } catch (thrown) {
    return unreadable(thrown);
  }
}
