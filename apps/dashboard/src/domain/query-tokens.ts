export type TokenKind =
  | "space"
  | "word"
  | "field"
  | "operator"
  | "value"
  | "string"
  | "regex"
  | "keyword"
  | "paren"
  | "not";

export interface QueryToken {
  kind: TokenKind;
  text: string;
  start: number;
}

const KEYWORDS = new Set(["AND", "OR", "NOT", "TO"]);

/**
 * Cuts a query into coloured pieces. Never fails and loses no character, whatever was typed: the server's parser
 * says what is wrong, this only paints.
 */
export function tokenizeQuery(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  let afterField = false;
  const take = (kind: TokenKind, length: number): void => {
    tokens.push({ kind, text: text.slice(at, at + length), start: at });
    at += length;
    afterField = kind === "operator";
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest)?.[0];
    const field = /^[\p{L}_][\p{L}\p{N}_.@-]*(?=:)/u.exec(rest)?.[0];
    if (space) take("space", space.length);
    else if (rest[0] === '"') take("string", quotedLength(rest, '"'));
    else if (afterField && rest[0] === "/") take("regex", quotedLength(rest, "/"));
    else if ("()[]{}".includes(rest[0] ?? "")) takeParen();
    else if (!afterField && rest[0] === "-") take("not", 1);
    else if (!afterField && field) take("field", field.length);
    else if (rest[0] === ":") take("operator", /^:(?:>=|<=|>|<)?/.exec(rest)?.[0].length ?? 1);
    else takeWord(rest);
  }
  return tokens;

  function takeParen(): void {
    const wasAfterField = afterField;
    const opens = "([{".includes(text[at] ?? "");
    take("paren", 1);
    afterField = wasAfterField && opens;
  }

  function takeWord(rest: string): void {
    const word = /^(?:\\.|[^\s()[\]{}":\\]|:)+/su.exec(rest)?.[0] ?? rest.slice(0, 1);
    if (KEYWORDS.has(word)) take("keyword", word.length);
    else take(afterField || isValuePlace(tokens) ? "value" : "word", word.length);
  }
}

function quotedLength(rest: string, quote: string): number {
  for (let i = 1; i < rest.length; i++) {
    if (rest[i] === "\\") i++;
    else if (rest[i] === quote) return i + 1;
  }
  return rest.length;
}

/** Inside `field:( … )` or `field:[ … ]` every word is a value. */
function isValuePlace(tokens: readonly QueryToken[]): boolean {
  let depth = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i] as QueryToken;
    if (token.kind !== "paren") continue;
    if (")]}".includes(token.text)) depth++;
    else if (depth > 0) depth--;
    else return tokens[i - 1]?.kind === "operator";
  }
  return false;
}

/** Where the fault's wavy line goes: as far as the parser says, else the token at `position`, or one place behind the end. */
export function faultRange(text: string, position: number, length?: number): { start: number; end: number } {
  const at = Math.max(0, Math.min(position, text.length));
  if (length !== undefined && length > 0 && at < text.length)
    return { start: at, end: Math.min(at + length, text.length) };
  const token = tokenizeQuery(text).find((one) => at >= one.start && at < one.start + one.text.length);
  if (!token || token.kind === "space") return { start: at, end: at + 1 };
  return { start: token.kind === "paren" ? at : token.start, end: token.start + token.text.length };
}

/** Words and phrases of the query that are worth marking in a message, lower case. */
export function markedWords(text: string): string[] {
  const tokens = tokenizeQuery(text);
  const words: string[] = [];
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const isDenied = before?.kind === "not" || (before?.kind === "space" && tokens[index - 2]?.text === "NOT");
    const isMessage = before?.kind === "operator" && tokens[index - 2]?.text === "message";
    const isFree = token.kind === "word" || (token.kind === "string" && before?.kind !== "operator");
    if (isDenied || !(isFree || (isMessage && token.kind === "value"))) return;
    const word = token.text
      .replace(/^"|"$/g, "")
      .replace(/^\*+|\*+$/g, "")
      .toLowerCase();
    if (word.length > 1 && !word.includes("*")) words.push(word);
  });
  return words;
}

/** A text cut at the marked words. */
export function markText(text: string, words: readonly string[]): { text: string; isMarked: boolean }[] {
  if (words.length === 0) return [{ text, isMarked: false }];
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
  const parts: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), isMarked: false });
    parts.push({ text: match[0], isMarked: true });
    at = match.index + match[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), isMarked: false });
  return parts;
}
