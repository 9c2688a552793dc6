import type { Draft } from "./draft.ts";
import { keywordOf, linesOf, textOf } from "./normalise-fields.ts";

/**
 * An error as an object: `exception` (`{type, message, stack}`), `err` of pino and bunyan (`{type|name, message, stack}`) or
 * `error`. Fills the exception fields that are absent; everything else of the object stays in `data`.
 */
export function takeException(draft: Draft, name: string, value: unknown): void {
  if (!isErrorObject(value)) {
    draft.keep(name, value);
    return;
  }
  const { record } = draft;
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (key !== "__proto__") rest[key] = value[key];
  const type = value["type"] ?? value["name"];
  if (record.exception_type === undefined && typeof type === "string") {
    const text = keywordOf(draft, "exception_type", type);
    if (text !== undefined) record.exception_type = text;
    delete rest[value["type"] === undefined ? "name" : "type"];
  }
  if (record.exception_message === undefined && typeof value["message"] === "string") {
    record.exception_message = textOf(draft, "exception_message", value["message"]) as string;
    delete rest["message"];
  }
  const stack = value["stack"];
  if (record.stack_trace === undefined && (typeof stack === "string" || isTextList(stack))) {
    record.stack_trace = linesOf(draft, "stack_trace", stack) as string[];
    delete rest["stack"];
  }
  if (Object.keys(rest).length > 0) draft.keep(name, rest);
}

function isErrorObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { message, stack } = value as Record<string, unknown>;
  return typeof message === "string" || typeof stack === "string" || isTextList(stack);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}
