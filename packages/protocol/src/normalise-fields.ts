import { wellFormed } from "./clean-data.ts";
import { parseDecimal } from "./decimal.ts";
import type { Draft } from "./draft.ts";
import { parseLevelName, parseLevelNumber } from "./levels.ts";
import type { Level } from "./levels.ts";
import { MAX_DECIMAL_EXPONENT, MAX_DECIMAL_LENGTH, MAX_KEYWORD_LENGTH } from "./limits.ts";
import type { DecimalText } from "./decimal.ts";
import { hasFinerFraction, parseTimestamp } from "./time.ts";

/** Text of a scalar; `undefined` for objects and lists. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : undefined;
}

/** A keyword, or `undefined` when the value went to `data`: half of an order id would be another order's. */
export function keywordOf(draft: Draft, field: string, value: unknown): string | undefined {
  const text = scalarText(value);
  if (text === undefined) {
    draft.misfit(field, value, `not text, kept in data.${field}`);
    return undefined;
  }
  if (text.length > MAX_KEYWORD_LENGTH) {
    draft.misfit(field, text, `${text.length} characters, at most ${MAX_KEYWORD_LENGTH}; kept in data.${field}`);
    return undefined;
  }
  return wellFormed(text);
}

export function textOf(draft: Draft, field: string, value: unknown): string | undefined {
  const text = scalarText(value);
  if (text !== undefined) return draft.redactor.redactText(wellFormed(text));
  draft.misfit(field, value, `not text, kept in data.${field}`);
  return undefined;
}

const DIGITS = /^\d{1,15}$/;

export function integerOf(draft: Draft, field: string, value: unknown): number | undefined {
  const number = typeof value === "string" && DIGITS.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0) return number === 0 ? 0 : number;
  draft.misfit(field, value, `not a whole number, kept in data.${field}`);
  return undefined;
}

export function decimalOf(draft: Draft, field: string, value: unknown): DecimalText | undefined {
  const text = parseDecimal(value);
  if (text !== undefined) return text;
  const limits = `at most ${MAX_DECIMAL_LENGTH} characters and exponent ${MAX_DECIMAL_EXPONENT}`;
  draft.misfit(field, value, `not a decimal (${limits}), kept in data.${field}`);
  return undefined;
}

/** A stack trace: a list of lines, or one text of several. */
export function linesOf(draft: Draft, field: string, value: unknown): string[] | undefined {
  if (typeof value === "string") return linesOf(draft, field, value.split(/\r?\n/));
  if (!Array.isArray(value)) {
    draft.misfit(field, value, `neither text nor a list of lines, kept in data.${field}`);
    return undefined;
  }
  const lines: string[] = [];
  for (const item of value as unknown[]) {
    const text = scalarText(item);
    if (text === undefined) {
      draft.misfit(field, value, `a line is not text, kept in data.${field}`);
      return undefined;
    }
    lines.push(draft.redactor.redactText(wellFormed(text)));
  }
  return lines;
}

export function levelOf(draft: Draft, value: unknown): Level {
  const level = parseLevel(value);
  if (level !== undefined) return level;
  draft.misfit("level", value, "not a level, kept in data.level; INFO is taken");
  return "INFO";
}

function parseLevel(value: unknown): Level | undefined {
  if (typeof value === "number") return parseLevelNumber(value);
  if (typeof value !== "string") return undefined;
  return parseLevelName(value) ?? (/^\s*\d{1,2}\s*$/.test(value) ? parseLevelNumber(Number(value)) : undefined);
}

export function timestampOf(draft: Draft, value: unknown, collectedAt: string): string {
  const time = parseTimestamp(value);
  if (time === undefined) {
    draft.misfit(
      "timestamp",
      value,
      "not a time from 1970 to 2262-04-11, kept in data.timestamp; the receive time is taken",
    );
    return collectedAt;
  }
  // Nanoseconds are cut, and kept where they can be found.
  if (typeof value === "string" && value.length > 27 && hasFinerFraction(value)) draft.keep("timestamp", value);
  return time;
}
