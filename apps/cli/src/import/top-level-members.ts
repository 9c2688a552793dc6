/** Where one member of an object's text lies. */
export interface Member {
  key: string;
  /** The key's opening quote, and the place behind its closing one. */
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Members of the one object that `text` holds, without parsing their values: numbers keep their digits. Undefined when
 * it cannot be an object; what the values hold is not checked.
 */
export function topLevelMembers(text: Buffer): Member[] | undefined {
  const members: Member[] = [];
  let i = skipSpace(text, 0);
  if (text[i] !== OPEN_BRACE) return undefined;
  i = skipSpace(text, i + 1);
  if (text[i] === CLOSE_BRACE) return members;
  for (;;) {
    const keyStart = i;
    if (text[i] !== QUOTE) return undefined;
    const keyEnd = endOfString(text, i);
    const key = keyOf(text.toString("utf8", keyStart, keyEnd));
    i = skipSpace(text, keyEnd);
    if (key === undefined || text[i] !== COLON) return undefined;
    const valueStart = skipSpace(text, i + 1);
    i = endOfValue(text, valueStart);
    if (i >= text.length) return undefined;
    members.push({ key, keyStart, keyEnd, valueStart, valueEnd: trimEnd(text, i) });
    if (text[i] === CLOSE_BRACE) return members;
    i = skipSpace(text, i + 1);
  }
}

/** Index of the comma or brace that ends the value; the text's length when nothing does. */
function endOfValue(text: Buffer, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const byte = text[i];
    if (byte === QUOTE) i = endOfString(text, i) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACE)) return i;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
  }
  return text.length;
}

/** Index behind the string's closing quote; the text's length when there is none. */
function endOfString(text: Buffer, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === BACKSLASH) i++;
    else if (text[i] === QUOTE) return i + 1;
  }
  return text.length;
}

export function skipSpace(text: Buffer, from: number): number {
  let i = from;
  while (isSpace(text[i])) i++;
  return i;
}

/** Index behind the last byte before `end` that is no space. */
export function trimEnd(text: Buffer, end: number): number {
  let i = end;
  while (i > 0 && isSpace(text[i - 1])) i--;
  return i;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

function keyOf(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
