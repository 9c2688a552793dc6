import { MAX_DECIMAL_EXPONENT, MAX_DECIMAL_LENGTH } from "./limits.ts";

/**
 * Exact decimal text, for example `"0.0000964"` or `"9.64e-05"`: `-?digits[.digits][e±digits]`.
 * Never a float64.
 */
export type DecimalText = string;

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const SHORT_DECIMAL = /^-?\d{1,9}(?:\.\d{1,6})?$/;
/** Spellings that people and other languages write: a leading `+`, outer zeros left out or added. */
const LOOSE_DECIMAL = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** The longest expansion of a float64 (`5e-324` written out) has 326 characters; a longer text is never float-safe. */
const MAX_FLOAT_TEXT_LENGTH = 400;

/** Whether `text` is a decimal in JSON's number grammar, the only spelling kept as {@link DecimalText}. */
export function isDecimalText(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * Whether a float64 holds this decimal exactly enough to print it back with the same value. Such
 * decimals are written as JSON numbers, all others as JSON strings, so that no reader loses a digit.
 */
export function isFloatSafe(text: DecimalText): boolean {
  return (text.length <= 16 && SHORT_DECIMAL.test(text)) || printsBack(text);
}

/** {@link isFloatSafe} for texts that are known to be long. */
export function printsBack(text: DecimalText): boolean {
  // Hostile input may have a hundred thousand digits: no arithmetic on those.
  if (text.length > MAX_FLOAT_TEXT_LENGTH) return false;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  const printed = String(value);
  return text === printed || decimalKey(text) === decimalKey(printed);
}

/**
 * Money from outside: a finite number, a `bigint`, or a decimal in text (JSON's grammar; also `+1`, `.5`, `5.`
 * and leading zeros, which are respelled). `undefined` when it is none of these, or beyond
 * {@link MAX_DECIMAL_LENGTH} characters or {@link MAX_DECIMAL_EXPONENT}.
 */
export function parseDecimal(value: unknown): DecimalText | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === "bigint") return withinLimits(String(value));
  if (typeof value !== "string" || value.length > 2 * MAX_DECIMAL_LENGTH) return undefined;
  const text = value.trim();
  if (SHORT_DECIMAL.test(text) && DECIMAL.test(text)) return text;
  return DECIMAL.test(text) ? withinLimits(text) : respell(text);
}

function respell(text: string): DecimalText | undefined {
  const match = LOOSE_DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent] = match;
  // A lone sign, dot or exponent has no digit; a stripped "000" has.
  if (whole === "" && fraction === "" && !/^[+-]?0/.test(text)) return undefined;
  const head = `${sign === "-" ? "-" : ""}${whole === "" ? "0" : whole}`;
  const tail = `${fraction === "" ? "" : `.${fraction}`}${exponent === undefined ? "" : `e${exponent}`}`;
  return withinLimits(head + tail);
}

function withinLimits(text: DecimalText): DecimalText | undefined {
  if (text.length > MAX_DECIMAL_LENGTH) return undefined;
  const at = Math.max(text.indexOf("e"), text.indexOf("E"));
  return at >= 0 && Math.abs(Number(text.slice(at + 1))) > MAX_DECIMAL_EXPONENT ? undefined : text;
}

/** Sign, digits without outer zeros, and exponent: equal for equal values. Only for texts of bounded length. */
function decimalKey(text: string): string {
  const negative = text.startsWith("-");
  const [mantissa = "", exponent = "0"] = (negative ? text.slice(1) : text).toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === 48) start++;
  while (end > start && digits.charCodeAt(end - 1) === 48) end--;
  if (start === end) return "0";
  const scale = Number(exponent) - fraction.length + (digits.length - end);
  return `${negative ? "-" : ""}${digits.slice(start, end)}e${scale}`;
}
