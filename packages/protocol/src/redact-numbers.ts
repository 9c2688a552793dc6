import type { Replace } from "./redact-text.ts";

/** How far from the number the word may stand, in characters. */
const NEAR = 40;

const CARD_WORD =
  /\b(?:cards?|visa|mastercard|maestro|amex|american express|discover|diners|jcb|unionpay|credit|debit|pan|cvv2?|cvc)\b/i;
const SSN_WORD = /\b(?:ssn|social security|social-security|taxpayer id)\b/i;
const CARD = /(?<![\d.#_-])\d(?:[ -]?\d){12,18}(?!\d|[.-]\d)/g;
const SSN = /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g;

/**
 * Card and US social security numbers, and only where the text or its key speaks of them: order and trade ids of sixteen
 * digits are common, and one in ten passes the check digit.
 */
export function redactNumbers(text: string, replace: Replace, key: string): string {
  const name = key.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_.-]/g, " ");
  const cards = redactNear(text, name, CARD, CARD_WORD, (number) =>
    isCard(number) ? replace("card", number) : number,
  );
  return redactNear(cards, name, SSN, SSN_WORD, (number) => (isIssuedSsn(number) ? replace("ssn", number) : number));
}

function redactNear(
  text: string,
  name: string,
  pattern: RegExp,
  word: RegExp,
  redact: (number: string) => string,
): string {
  const named = word.test(name);
  if (!named && !word.test(text)) return text;
  return text.replace(pattern, (number: string, at: number) =>
    named || hasNear(text, at, number, word) ? redact(number) : number,
  );
}

function hasNear(text: string, at: number, number: string, word: RegExp): boolean {
  return (
    word.test(text.slice(Math.max(0, at - NEAR), at)) ||
    word.test(text.slice(at + number.length, at + number.length + NEAR))
  );
}

function isCard(number: string): boolean {
  const digits = number.replace(/[ -]/g, "");
  return hasIssuer(digits) && passesLuhn(digits);
}

/** Issuer prefix with the lengths that this issuer uses. */
function hasIssuer(digits: string): boolean {
  const length = digits.length;
  const two = Number(digits.slice(0, 2));
  const four = Number(digits.slice(0, 4));
  if (digits.startsWith("4")) return length === 13 || length === 16 || length === 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16;
  if (two === 34 || two === 37) return length === 15;
  if (two === 36 || two === 38 || two === 30) return length === 14 || length === 16;
  if (two === 35 || two === 62 || two === 65 || four === 6011 || (four >= 6440 && four <= 6499)) return length >= 16;
  return two === 50 || (two >= 56 && two <= 58);
}

/** ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Numbers that were never given out. */
function isIssuedSsn(number: string): boolean {
  const area = number.slice(0, 3);
  return (
    area !== "000" &&
    area !== "666" &&
    !area.startsWith("9") &&
    number.slice(4, 6) !== "00" &&
    number.slice(7) !== "0000"
  );
}
