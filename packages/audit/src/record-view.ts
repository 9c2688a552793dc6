import { FIELD_NAMES } from "@daybook/protocol";

/** What the trail needs to know of a record. */
export interface RecordView {
  readonly seq: number;
  readonly level: string;
  readonly event_type: string;
  readonly id: string;
  /** `""` when the record names none. */
  readonly producer: string;
  readonly user_id: string | undefined;
  readonly collected_at: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Keys are in a fixed order: behind this one nothing is needed but the end of the line. */
const LAST_NEEDED = "user_id";
/** This one and those before it, of which no value is more than text or a number. */
const NEEDED: ReadonlySet<string> = new Set(FIELD_NAMES.slice(0, FIELD_NAMES.indexOf(LAST_NEEDED) + 1));
const COLLECTED_AT = '"collected_at":"';
const COLLECTED_AT_LENGTH = 27;
/** `"collected_at":"…"}` */
const TAIL_LENGTH = COLLECTED_AT.length + COLLECTED_AT_LENGTH + 2;

/**
 * Reads the fields off the beginning and the end of a canonical line, without parsing what is between.
 *
 * @param text a canonical line as latin1: one character a byte. @returns undefined when it is none.
 */
export function viewRecord(text: string): RecordView | undefined {
  const tail = text.length - TAIL_LENGTH;
  if (tail < 0 || !text.startsWith(COLLECTED_AT, tail)) return undefined;
  const collected_at = text.slice(tail + COLLECTED_AT.length, -2);
  let seq = 0;
  let level = "";
  let event_type = "";
  let id = "";
  let producer = "";
  let user_id: string | undefined;
  let at = 1;
  while (at < tail) {
    if (text.charCodeAt(at) !== QUOTE) return undefined;
    const keyEnd = text.indexOf('"', at + 1);
    const key = text.slice(at + 1, keyEnd);
    if (!NEEDED.has(key)) break;
    const start = keyEnd + 2;
    let end: number;
    if (text.charCodeAt(start) === QUOTE) {
      end = endOfString(text, start + 1);
      if (end === -1) return undefined;
      if (key === "level") level = valueOf(text, start, end);
      else if (key === "event_type") event_type = valueOf(text, start, end);
      else if (key === "id") id = valueOf(text, start, end);
      else if (key === "producer") producer = valueOf(text, start, end);
      else if (key === LAST_NEEDED) user_id = valueOf(text, start, end);
      end++;
    } else {
      end = text.indexOf(",", start);
      if (end === -1) return undefined;
      if (key === "seq") seq = Number(text.slice(start, end));
    }
    if (key === LAST_NEEDED) break;
    at = end + 1;
  }
  return seq > 0 && id !== "" ? { seq, level, event_type, id, producer, user_id, collected_at } : undefined;
}

/** Position of the quote that ends the string. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

const NOT_ASCII = /[\u0080-\u00ff]/;

function valueOf(text: string, start: number, end: number): string {
  const value = text.slice(start + 1, end);
  if (!value.includes("\\") && !NOT_ASCII.test(value)) return value;
  return JSON.parse(Buffer.from(text.slice(start, end + 1), "latin1").toString()) as string;
}
