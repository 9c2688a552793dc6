import { MAX_FIX_FIELDS } from "../limits.ts";

const SOH = 0x01;
const PIPE = 0x7c;
const CARET = 0x5e;
const LETTER_A = 0x41;

/** One message as it stands in a log. */
export interface FixMessage {
  /** Text before `8=`: the time and the direction that the log gives. */
  prefix: string;
  /** Tag → its first value. Values of repeating groups behind the first are in `text` alone. */
  fields: ReadonlyMap<string, string>;
  /** Without trailing separator, `|` between the fields, what is secret blanked. */
  text: string;
  /** Whether the sum of tag 10 is that of the bytes. */
  checksumOk: boolean;
  /** Whether the length of tag 9 is that of the bytes. */
  bodyLengthOk: boolean;
  /** False when the message does not end with tag 10: it was cut. */
  isComplete: boolean;
}

/** RawData of a logon, Password and NewPassword, and the encrypted forms of both, are never kept. */
const SECRET_TAGS = new Set(["96", "554", "925", "1400", "1401", "1402", "1403", "1404"]);
const BLANKED = "[secret]";

/** Splits one line into the fields of the message in it. Undefined when there is none. */
export function splitFixMessage(line: Buffer): FixMessage | undefined {
  const start = line.indexOf("8=FIX");
  if (start < 0) return undefined;
  const separator = separatorOf(line, start);
  const fields = new Map<string, string>();
  const parts: string[] = [];
  let at = start;
  let isComplete = false;
  let body: { from: number; end: number } | undefined;
  let bodyFrom = start;
  for (let count = 0; at < line.length && count < MAX_FIX_FIELDS && !isComplete; count++) {
    const found = separator === undefined ? -1 : line.indexOf(separator, at);
    let end = found < 0 ? line.length : found;
    const equals = line.indexOf(0x3d, at);
    const tag = equals >= 0 && equals < end ? tagOf(line.toString("latin1", at, equals)) : "";
    end = endOfData(line, tag, { at: equals + 1, end, fields, separator });
    const next = end + (separator?.length ?? 0);
    if (/^\d{1,6}$/.test(tag)) {
      const value = line.toString("utf8", equals + 1, end);
      if (tag === "10") {
        // Three digits, or what stands before a separator: less was cut, more is wrong.
        isComplete = found >= 0 || value.length >= 3;
        body = { from: bodyFrom, end: at };
      }
      if (!fields.has(tag)) fields.set(tag, SECRET_TAGS.has(tag) ? BLANKED : value);
      parts.push(`${tag}=${SECRET_TAGS.has(tag) ? BLANKED : value}`);
      if (tag === "9") bodyFrom = next;
    } else if (end > at) {
      parts.push(line.toString("utf8", at, end));
    }
    at = next;
  }
  return {
    prefix: line.toString("utf8", 0, start).trim(),
    fields,
    text: parts.join("|"),
    ...sums(line, start, separator, body, fields),
    isComplete,
  };
}

/** Zeros before a tag must not hide a password. */
function tagOf(text: string): string {
  return text.trim().replace(/^0+(?=\d)/, "");
}

/** How the log writes the byte 1 that ends each field: as it is, as `|`, or as the two characters `^A`. */
function separatorOf(line: Buffer, start: number): Buffer | undefined {
  for (let i = start; i < line.length; i++) {
    const byte = line[i];
    if (byte === SOH || byte === PIPE) return line.subarray(i, i + 1);
    if (byte === CARET && line[i + 1] === LETTER_A) return line.subarray(i, i + 2);
  }
  return undefined;
}

/** Tag of a length → tag of the data that it measures: such data may hold the separator. */
const DATA_LENGTH: Readonly<Record<string, string>> = {
  "96": "95",
  "91": "90",
  "89": "93",
  "213": "212",
  "355": "354",
  "349": "348",
};

interface Place {
  at: number;
  end: number;
  fields: ReadonlyMap<string, string>;
  separator: Buffer | undefined;
}

function endOfData(line: Buffer, tag: string, { at, end, fields, separator }: Place): number {
  const lengthTag = DATA_LENGTH[tag];
  const length = lengthTag === undefined ? undefined : fields.get(lengthTag);
  if (length === undefined || separator === undefined || !/^\d{1,6}$/.test(length)) return end;
  const measured = at + Number(length);
  const isEnd = measured > end && line.subarray(measured, measured + separator.length).equals(separator);
  return isEnd ? measured : end;
}

function sums(
  line: Buffer,
  start: number,
  separator: Buffer | undefined,
  body: { from: number; end: number } | undefined,
  fields: ReadonlyMap<string, string>,
): Pick<FixMessage, "checksumOk" | "bodyLengthOk"> {
  if (body === undefined || separator === undefined) return { checksumOk: false, bodyLengthOk: false };
  // Both were made of the bytes of the wire, where each separator is one byte of value 1.
  let sum = 0;
  let length = 0;
  for (let i = start; i < body.end; i++) {
    const isSeparator = line[i] === separator[0] && (separator.length === 1 || line[i + 1] === separator[1]);
    sum += isSeparator ? SOH : (line[i] ?? 0);
    if (i >= body.from) length++;
    if (isSeparator) i += separator.length - 1;
  }
  return {
    checksumOk: fields.get("10") === String(sum % 256).padStart(3, "0"),
    bodyLengthOk: Number(fields.get("9")) === length,
  };
}

/** Beyond this the first line of a log has no message: a time, a direction and a session's name are shorter. */
const MAX_PREFIX_LENGTH = 200;

/** Whether content that begins so is a FIX log. A message inside of a JSON event is that event's text. */
export function beginsFix(head: Buffer): boolean {
  const at = head.indexOf("8=FIX");
  if (at < 0 || at > MAX_PREFIX_LENGTH) return false;
  const prefix = head.toString("latin1", 0, at);
  return !/\w$/.test(prefix) && !/^\s*\{/.test(prefix) && !/["\n]/.test(prefix.trimEnd());
}
