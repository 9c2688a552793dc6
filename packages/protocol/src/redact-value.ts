import type { RedactionRule } from "./redact-keys.ts";

const SCHEME = /(?:bearer|basic|digest|token|apikey|aws4-hmac-sha256) +/iy;
const WORDS = /[a-z]{2,12}(?:[ ,]{1,2}[a-z]{2,12}){2,23}/y;
const PLAIN = /[^\s\u0000-\u001f,;&"'`()[\]{}<>|\\]+/y;
const PARAMETER = /[^\s\u0000-\u001f&#"'`<>\\]+/y;
const COOKIES = /[^\s;"'\\]+(?:; ?[^\s;"'\\]+)*/y;
const LINE = /[^\r\n]+/y;

/** Where the secret begins after a separator: spaces, an opening quote and the scheme (`Bearer`) stay. */
export function secretStart(text: string, from: number, rule: RedactionRule): number {
  let at = from;
  while (at - from < 4 && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  // A quote, or \" of JSON inside of JSON.
  if (text.charCodeAt(at) === 92 && isQuote(text.charCodeAt(at + 1))) at++;
  if (isQuote(text.charCodeAt(at))) at++;
  SCHEME.lastIndex = at;
  return (rule === "authorization" || rule === "token") && SCHEME.test(text) ? SCHEME.lastIndex : at;
}

/** Where the secret ends: at the closing quote of a quoted one, else by what its kind may hold. */
export function secretEnd(text: string, start: number, rule: RedactionRule, inUrl: boolean): number {
  if (inUrl) return endBy(PARAMETER, text, start) ?? start;
  if (isQuote(text.charCodeAt(start - 1))) return endOfQuoted(text, start);
  if (rule === "seed_phrase") return endBy(WORDS, text, start) ?? endBy(PLAIN, text, start) ?? start;
  if (rule === "cookie") return endBy(COOKIES, text, start) ?? start;
  // These two schemes have parts with spaces and quotes of their own.
  if (rule === "authorization" && /(?:digest|sha256) +$/i.test(text.slice(Math.max(0, start - 8), start))) {
    return endBy(LINE, text, start) ?? start;
  }
  // A bracket where a value should begin is a structure, not a secret.
  return endBy(PLAIN, text, start) ?? start;
}

function endOfQuoted(text: string, start: number): number {
  const quote = text.charCodeAt(start - 1);
  const escaped = text.charCodeAt(start - 2) === 92;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === quote) return at;
    if (code !== 92) continue;
    if (escaped && text.charCodeAt(at + 1) === quote) return at;
    at++;
  }
  return text.length;
}

function endBy(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function isQuote(code: number): boolean {
  return code === 34 || code === 39 || code === 96;
}
