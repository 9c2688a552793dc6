import type { Level } from "@daybook/protocol";
import { parseLevelName } from "@daybook/protocol";
import { errorMessage, unreadable } from "../encode/describe-value.ts";
import { isError } from "../encode/exception-fields.ts";
import type { Fields } from "./fields.ts";

/** Whatever was passed as fields, as fields; `undefined` when there are none. Never throws. */
export function asFields(fields: unknown): Fields | undefined {
  if (fields === undefined || fields === null) return undefined;
  if (typeof fields !== "object") return { value: fields };
  try {
    if (Object.getPrototypeOf(fields) === Object.prototype) return fields as Fields;
    if (isError(fields)) return { error: fields };
    return Array.isArray(fields) ? { value: fields } : (fields as Fields);
  } catch {
    return { value: fields };
  }
}

/** A field's value; `undefined` when reading it throws. */
export function read(fields: Fields, name: string): unknown {
  try {
    return fields[name];
  } catch {
    return undefined;
  }
}

/** A copy, without what cannot be read. */
export function copyFields(fields: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const given = asFields(fields);
  if (given === undefined) return copy;
  try {
    for (const name of Object.keys(given)) copy[name] = read(given, name);
  } catch {
    // A proxy that refuses to name its keys has no fields for us.
  }
  return copy;
}

/** The level of that name, in any of its spellings, or the other one. */
export function levelOr(level: unknown, otherwise: Level): Level {
  return (typeof level === "string" ? parseLevelName(level) : undefined) ?? otherwise;
}

/** A message that is not a string, as text. */
export function messageText(value: unknown): string {
  try {
    if (isError(value)) return errorMessage(value);
    return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  } catch (error) {
    return unreadable(error);
  }
}
