/** Where an encrypted value stands in the text of an object. */
export interface EncryptedSpan {
  /** Name of the field, unescaped: the authenticated data of the encryption. */
  name: string;
  /** The whole value, from its first brace to behind its last. */
  start: number;
  end: number;
}

const MARK = "$encrypted";
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;

/** An object that is open while the text is walked through. */
interface OpenNode {
  /** Name under which it stands; elements of a list stand under the list's name. */
  name: string;
  start: number;
  isObject: boolean;
  /** The last key or text that was met in it, and whether it can be a key. */
  key: string;
  members: number;
  isMarked: boolean;
}

/**
 * Objects `{"$encrypted": …}` anywhere in a line of JSON, from left to right, without parsing it: all else keeps its
 * digits and spaces. Linear in the text. The text is taken to be valid JSON; of any other text the result means nothing.
 */
export function findEncrypted(text: string): EncryptedSpan[] {
  if (!text.includes(MARK)) return [];
  const spans: EncryptedSpan[] = [];
  const open: OpenNode[] = [];
  let node: OpenNode | undefined;
  let lastText: { start: number; end: number } | undefined;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) {
      const end = endOfText(text, i);
      lastText = { start: i, end };
      i = end - 1;
    } else if (unit === COLON && node?.isObject && lastText !== undefined) {
      node.key = unquote(text.slice(lastText.start, lastText.end));
      node.members++;
      if (node.members === 1) node.isMarked = node.key === MARK;
    } else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) {
      const name = node?.isObject === false ? node.name : (node?.key ?? "");
      node = { name, start: i, isObject: unit === OPEN_BRACE, key: "", members: 0, isMarked: false };
      open.push(node);
    } else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) {
      const closed = open.pop();
      node = open.at(-1);
      if (closed?.isMarked === true && closed.members === 1)
        spans.push({ name: closed.name, start: closed.start, end: i + 1 });
    } else if (unit === COMMA) {
      lastText = undefined;
    }
  }
  // An encrypted value has none within; what closes later begins later.
  return spans;
}

function endOfText(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === BACKSLASH) i++;
    else if (unit === QUOTE) return i + 1;
  }
  return text.length;
}

function unquote(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
