import { isDecimalText, isFloatSafe, printsBack } from "./decimal.ts";
import { DaybookError } from "./daybook-error.ts";
import { findJsonFault } from "./json-fault.ts";
import type { JsonValue } from "./record.ts";

/**
 * A number that may not survive a float64: sixteen or more characters of digits, or an exponent of three
 * digits. Anchored on what may stand before a number, so that each run of digits is looked at once.
 */
const SUSPECT = /(?:^|[:[,\s])(-?\d(?:[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d{3,}))/g;

/**
 * A money member whose number is not spelled as JavaScript prints it: `573.0`, `9.64e-05`. Its text is kept, too: an
 * exchange's trailing zeros tell its precision.
 */
const MONEY = /"(?:quantity|price|execution_price|pnl|fees)"\s*:\s*(-?\d[\d.]*(?:[eE][+-]?\d+)?)/g;
const MONEY_KEY = /^"(?:quantity|price|execution_price|pnl|fees)"$/;

/** An escape that may spell half of a surrogate pair. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * JSON text → value, without loss: a number that a float64 would change (integers beyond 2^53, more digits
 * than a float64 has, `1e400`) becomes a string of its exact text, and so does a money field of the outermost object
 * that is spelled otherwise than JavaScript would. Of duplicate keys the last wins; `__proto__`
 * is an ordinary own key; NUL is kept; lone surrogates become U+FFFD, since they have no UTF-8.
 *
 * Takes time linear in the text. Throws {@link DaybookError} `DAYBOOK_INGEST_INVALID_JSON`, with `position`
 * in UTF-16 units from 0.
 */
export function parseJson(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(hasUnsafeNumber(text) ? quoteUnsafeNumbers(text) : text) as JsonValue;
  } catch {
    throw invalidJson(text);
  }
  // `includes` first: it costs a tenth of the pattern, and few lines have an escape of this kind.
  const mayBeIllFormed = !isWellFormed(text) || (text.includes("\\u") && SURROGATE_ESCAPE.test(text));
  return mayBeIllFormed ? wellFormedValue(value) : value;
}

function hasUnsafeNumber(text: string): boolean {
  // An object without lists has its numbers behind colons: hopping from colon to colon takes half the time of the pattern.
  const hopped = text.charCodeAt(0) === 123 && !text.includes("[") ? hasUnsafeField(text) : undefined;
  return hopped ?? hasUnsafeMatch(text);
}

/** Whether a number behind a colon is unsafe; `undefined` when the text is spaced so that the pattern must look. */
function hasUnsafeField(text: string): boolean | undefined {
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    let start = colon + 1;
    let code = text.charCodeAt(start);
    if (code === 32) code = text.charCodeAt(++start);
    if (isSpace(code) || isSpace(text.charCodeAt(colon - 1))) return undefined;
    if (!isDigit(code) && code !== 45) continue;
    const end = endOfNumber(text, start + 1);
    const money = isMoneyKey(text, colon);
    if (end - start < 16 && (money ? isPlain(text, start, end) : !hasExponent(text, start, end))) continue;
    const token = text.slice(start, end);
    if (!printsBack(token) || (money && isRespelled(token))) return true;
  }
  return false;
}

function hasExponent(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) | 32) === 101) return true;
  return false;
}

/**
 * Whether a number of at most fifteen characters is surely spelled as JavaScript prints it, without making it one: no exponent,
 * no closing zero behind a point, not so small that it is printed with an exponent. Fifteen digits always come back.
 */
function isPlain(text: string, start: number, end: number): boolean {
  let point = -1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) point = at;
    else if (!isDigit(code) && !(code === 45 && at === start)) return false;
  }
  if (point < 0) return text.charCodeAt(start) !== 45;
  return text.charCodeAt(end - 1) !== 48 && (text.charCodeAt(point - 1) !== 48 || text.charCodeAt(point + 1) !== 48);
}

/** Whether the key before a colon is a money field. */
function isMoneyKey(text: string, colon: number): boolean {
  if (text.charCodeAt(colon - 1) !== 34) return false;
  switch (text.charCodeAt(colon - 2)) {
    case 101: // e
      return text.startsWith('"price"', colon - 7) || text.startsWith('"execution_price"', colon - 17);
    case 108: // l
      return text.startsWith('"pnl"', colon - 5);
    case 115: // s
      return text.startsWith('"fees"', colon - 6);
    case 121: // y
      return text.startsWith('"quantity"', colon - 10);
    default:
      return false;
  }
}

function hasUnsafeMatch(text: string): boolean {
  SUSPECT.lastIndex = 0;
  for (let match = SUSPECT.exec(text); match; match = SUSPECT.exec(text)) {
    // A match may lie inside a string; then the token pass finds nothing to quote, which only costs time.
    if (!printsBack(match[1] as string)) return true;
  }
  MONEY.lastIndex = 0;
  for (let match = MONEY.exec(text); match; match = MONEY.exec(text)) {
    if (isRespelled(match[1] as string)) return true;
  }
  return false;
}

function isRespelled(token: string): boolean {
  return String(Number(token)) !== token;
}

/** The same JSON with quotes around each number that a float64 would change. What is invalid stays invalid. */
function quoteUnsafeNumbers(text: string): string {
  let out = "";
  let copied = 0;
  let at = 0;
  let depth = 0;
  let money = false;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      const end = endOfString(text, at);
      money = depth === 1 && end - at < 20 && MONEY_KEY.test(text.slice(at, end)) && isKey(text, end);
      at = end;
    } else if (code === 45 || isDigit(code)) {
      const end = endOfNumber(text, at);
      const token = text.slice(at, end);
      const changed = isDecimalText(token) && (!isFloatSafe(token) || (money && isRespelled(token)));
      if (changed && !isKey(text, end)) {
        out += `${text.slice(copied, at)}"${token}"`;
        copied = end;
      }
      at = end;
    } else {
      // Only a number itself is money, not one inside of a list under that key.
      if (code === 123 || code === 91) {
        depth++;
        money = false;
      }
      if (code === 125 || code === 93) depth--;
      at++;
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** Index after the closing quote. By `indexOf`, since an alternation in a regular expression overflows on long strings. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // + - . E e
    if (!isDigit(code) && code !== 43 && code !== 45 && code !== 46 && code !== 69 && code !== 101) break;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** `{123: 1}` is not JSON; quoting the number would make it so. */
function isKey(text: string, from: number): boolean {
  let at = from;
  for (; at < text.length; at++) {
    if (!isSpace(text.charCodeAt(at))) break;
  }
  return text.charCodeAt(at) === 58;
}

function invalidJson(text: string): DaybookError {
  const position = findJsonFault(text);
  const found = position < text.length ? `unexpected ${JSON.stringify(text[position])}` : "unexpected end";
  return new DaybookError("DAYBOOK_INGEST_INVALID_JSON", `${found} at position ${position}`, { position });
}

type MaybeIllFormed = { isWellFormed(): boolean; toWellFormed(): string };

/** Whether the text has UTF-8, that is, no half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as MaybeIllFormed).isWellFormed();
}

/** The text with each lone surrogate replaced by U+FFFD. */
export function toWellFormed(text: string): string {
  return (text as unknown as MaybeIllFormed).toWellFormed();
}

/** Iterative: the text may be nested a hundred thousand deep, and only the caller knows its limit. */
function wellFormedValue(root: JsonValue): JsonValue {
  const holder: JsonValue[] = [root];
  const open: (JsonValue[] | Record<string, JsonValue>)[] = [holder];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!Array.isArray(node)) repairKeys(node);
    const target = node as Record<string, JsonValue>;
    for (const key of Object.keys(target)) {
      const item = target[key] as JsonValue;
      if (typeof item === "string") setOwn(target, key, toWellFormed(item));
      else if (typeof item === "object" && item !== null) open.push(item);
    }
  }
  return holder[0] as JsonValue;
}

function repairKeys(node: Record<string, JsonValue>): void {
  const keys = Object.keys(node);
  if (keys.every(isWellFormed)) return;
  const entries = keys.map((key) => [toWellFormed(key), node[key] as JsonValue] as const);
  for (const key of keys) delete node[key];
  for (const [key, item] of entries) setOwn(node, key, item);
}

/** Assignment to `__proto__` would change the prototype instead of adding a key. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}
