import { DaybookError } from "./daybook-error.ts";
import { isWellFormed, setOwn, toWellFormed } from "./json.ts";
import { MAX_DEPTH, MAX_FIELDS, MAX_KEY_LENGTH } from "./limits.ts";
import type { JsonObject, JsonValue } from "./record.ts";
import type { KeyClass } from "./redact-keys.ts";
import type { Redactor } from "./redact.ts";

/** What the walk over one event's data needs and leaves behind. */
export interface Cleaning {
  redactor: Redactor;
  /** Keys and elements met so far. */
  fields: number;
  note(text: string): void;
}

/**
 * One walk over `data`: limits, redaction, well-formed text, and whatever is not JSON (NaN, bigint, Date …) made so.
 * Copies only what changes, so that ordinary data costs no allocation.
 *
 * Throws {@link DaybookError} when the event is too deep, too wide or has a key too long.
 */
export function cleanObject(source: JsonObject, depth: number, cleaning: Cleaning): JsonObject {
  if (depth > MAX_DEPTH) throw tooDeep();
  const keys = Object.keys(source);
  countFields(cleaning, keys.length);
  let out = source;
  for (const key of keys) {
    if (key.length > MAX_KEY_LENGTH) throw keyTooLong(key);
    const item = source[key];
    const cleaned = cleanField(key, item, cleaning.redactor.classifyKey(key), depth, cleaning);
    if (cleaned === item && isWellFormed(key)) continue;
    if (out === source) out = { ...source };
    if (!isWellFormed(key)) delete out[key];
    if (cleaned === undefined) delete out[key];
    else setOwn(out, toWellFormed(key), cleaned);
  }
  return out;
}

function cleanField(
  key: string,
  item: JsonValue | undefined,
  kind: KeyClass,
  depth: number,
  cleaning: Cleaning,
): JsonValue | undefined {
  if (kind === "plain")
    return typeof item === "string" ? cleanText(key, item, cleaning) : cleanItem(key, item, depth, cleaning);
  if (kind === "exempt") return typeof item === "string" ? wellFormed(item) : cleanItem(key, item, depth, cleaning);
  // A secret in text is replaced as a whole; anything else is first made JSON of bounded depth.
  const secret = typeof item === "string" ? wellFormed(item) : cleanItem(key, item, depth, cleaning);
  return secret === undefined ? undefined : cleaning.redactor.redactSecret(kind, secret);
}

function cleanItem(key: string, item: unknown, depth: number, cleaning: Cleaning): JsonValue | undefined {
  switch (typeof item) {
    case "string":
      return cleanText(key, item, cleaning);
    case "boolean":
      return item;
    case "number":
      if (Number.isFinite(item)) return item;
      cleaning.note(`${key}: ${item} is not a number, kept as null`);
      return null;
    case "bigint":
      return String(item);
    case "object":
      if (item === null) return null;
      if (Array.isArray(item)) return cleanArray(key, item as JsonValue[], depth + 1, cleaning);
      if (item instanceof Date) return Number.isNaN(item.getTime()) ? null : item.toISOString();
      return cleanObject(item as JsonObject, depth + 1, cleaning);
    default:
      // undefined, functions and symbols have no JSON; JSON.stringify leaves them out too.
      return undefined;
  }
}

function cleanArray(key: string, source: JsonValue[], depth: number, cleaning: Cleaning): JsonValue[] {
  if (depth > MAX_DEPTH) throw tooDeep();
  countFields(cleaning, source.length);
  let out = source;
  for (let at = 0; at < source.length; at++) {
    const item = source[at];
    const cleaned = cleanItem(key, item, depth, cleaning) ?? null;
    if (cleaned === item) continue;
    if (out === source) out = source.slice();
    out[at] = cleaned;
  }
  return out;
}

function cleanText(key: string, text: string, cleaning: Cleaning): string {
  return cleaning.redactor.redactText(wellFormed(text), key);
}

export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : toWellFormed(text);
}

export function countFields(cleaning: { fields: number }, more: number): void {
  cleaning.fields += more;
  if (cleaning.fields > MAX_FIELDS) {
    throw new DaybookError("DAYBOOK_INGEST_TOO_MANY_FIELDS", `more than ${MAX_FIELDS} keys and elements in one event`, {
      limit: MAX_FIELDS,
    });
  }
}

function tooDeep(): DaybookError {
  return new DaybookError("DAYBOOK_INGEST_TOO_DEEP", `nested deeper than ${MAX_DEPTH} levels`, { limit: MAX_DEPTH });
}

export function keyTooLong(key: string): DaybookError {
  return new DaybookError(
    "DAYBOOK_INGEST_KEY_TOO_LONG",
    `a key of ${key.length} characters ("${key.slice(0, 40)}…"), at most ${MAX_KEY_LENGTH}`,
    {
      limit: MAX_KEY_LENGTH,
    },
  );
}
