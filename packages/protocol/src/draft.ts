import { cleanObject, countFields, keyTooLong } from "./clean-data.ts";
import { setOwn } from "./json.ts";
import { MAX_KEY_LENGTH, MAX_NOTES } from "./limits.ts";
import type { IncomingRecord, JsonObject, JsonValue } from "./record.ts";
import type { Redactor } from "./redact.ts";

/** A record in the making: its fields, and what goes into `data`. */
export class Draft {
  /** Every field is an own property, `undefined` when absent, so that all records have one hidden class. */
  readonly record: IncomingRecord;
  readonly redactor: Redactor;
  fields = 0;
  #extra: JsonObject | undefined;
  #notes: string[] | undefined;

  constructor(record: IncomingRecord, redactor: Redactor) {
    this.record = record;
    this.redactor = redactor;
  }

  /** Moves a field into `data`. */
  keep(key: string, value: unknown): void {
    if (key.length > MAX_KEY_LENGTH) throw keyTooLong(key);
    this.#extra ??= {};
    setOwn(this.#extra, key, value);
  }

  /** Moves a value that its field cannot hold into `data`, and says so in `data.invalid`. */
  misfit(key: string, value: unknown, reason: string): void {
    this.keep(key, value);
    this.note(`${key}: ${reason}`);
  }

  note(text: string): void {
    this.#notes ??= [];
    if (this.#notes.length < MAX_NOTES) this.#notes.push(text);
  }

  /**
   * `data` of the event's own object, the fields that were moved, and the seeds' containers in their order. Of equal
   * keys the earlier wins; what loses stays under the name of where it came from, so that nothing is lost.
   */
  assembleData(
    own: JsonObject | undefined,
    containers: readonly (readonly [name: string, value: JsonObject])[],
  ): JsonObject | undefined {
    const parts: (readonly [name: string, value: JsonObject])[] = own ? [["data", own]] : [];
    if (this.#extra) parts.push(["top_level", this.#extra]);
    const [first, ...rest] = parts.concat(containers);
    // One part is taken as it is; otherwise a copy, since the caller's object is not ours to change.
    if (first === undefined || rest.length === 0) return first?.[1];
    const data = { ...first[1] };
    for (const [name, more] of rest) merge(data, name, more);
    return data;
  }

  /** Limits and redaction over the assembled data, then the notes. */
  finishData(data: JsonObject | undefined): JsonObject | undefined {
    const cleaned = data === undefined ? undefined : cleanObject(data, 1, this);
    const notes = this.#notes;
    if (notes === undefined) return cleaned;
    const before = cleaned !== undefined && Object.hasOwn(cleaned, "invalid") ? cleaned["invalid"] : undefined;
    const earlier: JsonValue[] = before === undefined ? [] : Array.isArray(before) ? before : [before];
    countFields(this, notes.length);
    return { ...cleaned, invalid: [...earlier, ...notes] };
  }
}

function merge(target: JsonObject, name: string, source: JsonObject): void {
  let left: JsonObject | undefined;
  for (const key of Object.keys(source)) {
    const value = source[key] as JsonValue;
    if (!Object.hasOwn(target, key)) setOwn(target, key, value);
    else if (target[key] !== value) {
      left ??= {};
      setOwn(left, key, value);
    }
  }
  if (left === undefined) return;
  let place = name;
  for (let i = 2; Object.hasOwn(target, place); i++) place = `${name}_${i}`;
  target[place] = left;
}
