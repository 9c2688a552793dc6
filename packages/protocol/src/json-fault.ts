/**
 * Where a text stops being JSON: the index of the first character that cannot stand there, or the text's length when it
 * ends too early. Only for texts that `JSON.parse` has refused, since Node 20 does not tell the position of an
 * unexpected token. Linear, without recursion.
 */
export function findJsonFault(text: string): number {
  const open: string[] = [];
  let expecting: Expecting = "value";
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const char = text[at] as string;
    if (expecting === "value" || expecting === "first value") {
      if (char === "]" && expecting === "first value") {
        open.pop();
        expecting = "comma";
        at++;
      } else if (char === "{" || char === "[") {
        open.push(char);
        expecting = char === "{" ? "first key" : "first value";
        at++;
      } else {
        const end = endOfScalar(text, at);
        if (end.fault) return end.at;
        at = end.at;
        expecting = "comma";
      }
    } else if (expecting === "colon") {
      if (char !== ":") return at;
      expecting = "value";
      at++;
    } else if (expecting === "comma") {
      const inside = open.at(-1);
      if (char === "," && inside) expecting = inside === "{" ? "key" : "value";
      else if (char === (inside === "{" ? "}" : inside === "[" ? "]" : "")) open.pop();
      else return at;
      at++;
    } else if (char === "}" && expecting === "first key") {
      open.pop();
      expecting = "comma";
      at++;
    } else {
      if (char !== '"') return at;
      const end = endOfScalar(text, at);
      if (end.fault) return end.at;
      at = end.at;
      expecting = "colon";
    }
    at = skipSpace(text, at);
  }
  return text.length;
}

type Expecting = "value" | "first value" | "key" | "first key" | "colon" | "comma";

function skipSpace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) break;
  }
  return at;
}

interface End {
  at: number;
  fault: boolean;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function endOfScalar(text: string, start: number): End {
  if (text[start] === '"') return endOfString(text, start);
  for (const word of ["true", "false", "null"]) {
    if (text[start] === word[0]) return endOfWord(text, start, word);
  }
  NUMBER.lastIndex = start;
  return NUMBER.test(text) ? { at: NUMBER.lastIndex, fault: false } : { at: start, fault: true };
}

function endOfWord(text: string, start: number, word: string): End {
  let at = start;
  while (at - start < word.length && text[at] === word[at - start]) at++;
  return { at, fault: at - start < word.length };
}

function endOfString(text: string, open: number): End {
  for (let at = open + 1; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 34) return { at: at + 1, fault: false };
    if (code < 32) return { at, fault: true };
    if (code !== 92) {
      at++;
      continue;
    }
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return { at, fault: true };
    at = ESCAPE.lastIndex;
  }
  return { at: text.length, fault: true };
}
