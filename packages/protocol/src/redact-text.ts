import { redactNumbers } from "./redact-numbers.ts";
import { secretEnd, secretStart } from "./redact-value.ts";
import { isCoin } from "./redact-keys.ts";
import type { KeyClass, RedactionRule } from "./redact-keys.ts";
import { redactUrl } from "./redact-url.ts";

export type Replace = (rule: RedactionRule, secret: string) => string;
export type ClassifyKey = (key: string) => KeyClass;

/** A piece of text that is to be replaced. */
export interface Found {
  rule: RedactionRule;
  start: number;
  end: number;
  /** A second one behind it: a URL may hold a password and a key. */
  next?: Found | undefined;
}

/** Names of query parameters that sign or authorise a request; elsewhere these words are too common. */
const URL_SECRETS: ReadonlyMap<string, RedactionRule> = new Map([
  ["signature", "signature"],
  ["sig", "signature"],
  ["sign", "signature"],
  ["hmac", "signature"],
  ["x-amz-signature", "signature"],
  ["x-amz-credential", "api_key"],
  ["x-amz-security-token", "token"],
  ["key", "api_key"],
  ["auth", "token"],
  ["code", "token"],
]);

/** Password, new password and encrypted password of a FIX logon. */
const FIX_SECRETS = new Set(["554", "925", "1402", "1404"]);

const MAX_NAME_LENGTH = 64;
const JWT = /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/y;
const BEARER = /bearer {1,4}(?=[A-Za-z._~+/=-]*[0-9])[A-Za-z0-9._~+/=-]{16,}/iy;
const KEY_BLOCK_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const KEY_BLOCK_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/**
 * Replaces credentials in a text. One pass over the characters: nothing is looked at closer unless a separator or
 * the beginning of a known form is met, so that an ordinary message costs about a nanosecond a character, and a
 * hostile one no more than a constant of it. `key` is the name under which the text stands: it counts as near.
 */
export function scanText(text: string, classifyKey: ClassifyKey, replace: Replace, key = ""): string {
  let out = "";
  let copied = 0;
  let digits = 0;
  let mayHoldNumber = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      // Cards have 13 digits or more, a social security number 9.
      if (++digits >= 9) mayHoldNumber = true;
      continue;
    }
    // Space and dash may stand inside of a number.
    if (code !== 32 && code !== 45) digits = 0;
    for (let found = findAt(text, at, code, copied, classifyKey); found; found = found.next) {
      out += text.slice(copied, found.start) + replace(found.rule, text.slice(found.start, found.end));
      copied = found.end;
      at = found.end - 1;
      digits = 0;
    }
  }
  const scanned = copied === 0 ? text : out + text.slice(copied);
  return mayHoldNumber ? redactNumbers(scanned, replace, key) : scanned;
}

function findAt(text: string, at: number, code: number, from: number, classifyKey: ClassifyKey): Found | undefined {
  switch (code) {
    case 58: // :
      return text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47
        ? redactUrl(text, at)
        : findAssignment(text, at, from, classifyKey);
    case 61: // =
      return findAssignment(text, at, from, classifyKey);
    case 74: // J of eyJ
      return text.startsWith("ey", at - 2) && at - 2 >= from ? findJwt(text, at - 2) : undefined;
    case 32: // the space of "Bearer …"
      return at - 6 >= from && (text.charCodeAt(at - 1) | 32) === 114 && (text.charCodeAt(at - 6) | 32) === 98
        ? findBearer(text, at - 6)
        : undefined;
    case 45: // -
      return text.startsWith("-----BEGIN ", at) ? findKeyBlock(text, at) : undefined;
    default:
      return undefined;
  }
}

function findJwt(text: string, start: number): Found | undefined {
  // Only at the beginning of a word: otherwise each "eyJ" of a long run would scan to its end.
  if (isWord(text.charCodeAt(start - 1))) return undefined;
  JWT.lastIndex = start;
  return JWT.test(text) ? { rule: "jwt", start, end: JWT.lastIndex } : undefined;
}

function findBearer(text: string, start: number): Found | undefined {
  BEARER.lastIndex = start;
  if (!BEARER.test(text)) return undefined;
  const end = BEARER.lastIndex;
  return { rule: "authorization", start: text.lastIndexOf(" ", end - 1) + 1, end };
}

function findKeyBlock(text: string, start: number): Found | undefined {
  KEY_BLOCK_BEGIN.lastIndex = start;
  if (!KEY_BLOCK_BEGIN.test(text)) return undefined;
  KEY_BLOCK_END.lastIndex = KEY_BLOCK_BEGIN.lastIndex;
  // Without its end the block was cut: the rest of the text is key.
  return { rule: "private_key", start, end: KEY_BLOCK_END.test(text) ? KEY_BLOCK_END.lastIndex : text.length };
}

/** The secret of `name=value`, `"name": "value"`, `Name: value`, `?name=value` whose separator stands at `at`. */
function findAssignment(text: string, at: number, from: number, classifyKey: ClassifyKey): Found | undefined {
  let nameEnd = at;
  // The quote of a JSON or Python key, also an escaped one, and a space before the separator.
  while (nameEnd > from && nameEnd > at - 4 && isQuoteOrSpace(text.charCodeAt(nameEnd - 1))) nameEnd--;
  let nameStart = nameEnd;
  while (nameStart > from && nameEnd - nameStart < MAX_NAME_LENGTH && isNamePart(text.charCodeAt(nameStart - 1)))
    nameStart--;
  if (nameEnd - nameStart < 3) return undefined;
  const name = text.slice(nameStart, nameEnd);
  const rule = ruleOfName(text, nameStart, name, classifyKey);
  if (!rule) return undefined;
  const before = text.charCodeAt(nameStart - 1);
  const inUrl = before === 63 || before === 38;
  const start = inUrl ? at + 1 : secretStart(text, at + 1, rule);
  const end = secretEnd(text, start, rule, inUrl);
  const value = text.slice(start, end);
  return isHarmless(rule, value) ? undefined : { rule, start, end };
}

function ruleOfName(text: string, start: number, name: string, classifyKey: ClassifyKey): RedactionRule | undefined {
  const before = text.charCodeAt(start - 1);
  // `arn:aws:secretsmanager:eu-north-1:1234:secret:name` is a path.
  if (before === 58) return undefined;
  const kind = classifyKey(name);
  if (kind !== "plain" && kind !== "exempt") return kind;
  if (before === 63 || before === 38) return URL_SECRETS.get(name.toLowerCase());
  if ((before === 1 || before === 124) && FIX_SECRETS.has(name) && text.lastIndexOf("8=FIX", 256) >= 0)
    return "password";
  if (before !== 32 || !/^(?:key|phrase|token|words)$/i.test(name)) return undefined;
  // "api key: …", "seed phrase: …"
  const wordStart = text.lastIndexOf(" ", start - 2) + 1;
  if (start - wordStart > MAX_NAME_LENGTH) return undefined;
  const joined = classifyKey(text.slice(wordStart, start - 1) + name);
  return joined === "plain" || joined === "exempt" || joined === "token" ? undefined : joined;
}

const NOTHING = /^(?:|null|none|nil|undefined|true|false|n\/a|\*+|x{3,}|<[^>]*|%\w|\$|\{[^}]*|\.{3})$/i;

function isHarmless(rule: RedactionRule, value: string): boolean {
  if (value.length > 64) return false;
  if (NOTHING.test(value) || value.startsWith("[REDACTED") || value.startsWith("[HASHED:")) return true;
  if (rule === "token") return isCoin(value);
  // The shell's working directory.
  return rule === "password" && (value.startsWith("/") || /^[A-Z]:$/.test(value));
}

function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  );
}

/** Letters, digits, `_`, `-`, `.` */
function isNamePart(code: number): boolean {
  return isWord(code) || code === 46;
}

function isQuoteOrSpace(code: number): boolean {
  return code === 34 || code === 39 || code === 92 || code === 32 || code === 96;
}
