import { syntaxError } from "./fault.ts";

const SPACE = /\s/;

/** Text up to the next character with a meaning, escapes resolved, cut at unescaped stars. */
export interface Run {
  /** One when there is no star. */
  readonly parts: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A place in the text of a query. */
export class Cursor {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text[this.position + ahead] ?? "";
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Whether nothing of a term can follow here: the end, white space, or a bracket that closes. */
  get atBoundary(): boolean {
    return this.atEnd || SPACE.test(this.peek()) || this.peek() === ")";
  }

  skipSpace(): void {
    while (!this.atEnd && SPACE.test(this.peek())) this.position++;
  }

  /** Steps over `text` when it stands here. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  /** Whether the upper-case word stands here by itself. */
  atKeyword(word: string): boolean {
    if (!this.startsWith(word)) return false;
    const after = this.peek(word.length);
    return after === "" || SPACE.test(after) || after === "(" || after === ")" || after === '"';
  }

  /** Reads to white space, a bracket or quote, or one of `stops`. May be empty. */
  readRun(stops = '()"'): Run {
    const start = this.position;
    const parts = [""];
    while (!this.atEnd) {
      const char = this.peek();
      if (SPACE.test(char) || stops.includes(char)) break;
      this.position++;
      if (char === "*") parts.push("");
      else parts[parts.length - 1] += char === "\\" ? this.#readEscaped() : char;
    }
    return {
      parts: parts.filter((part, at) => part !== "" || at === 0 || at === parts.length - 1),
      start,
      end: this.position,
    };
  }

  /** Reads a text in quotes, the opening one of which is here. */
  readQuoted(): string {
    const start = this.position++;
    let value = "";
    while (!this.atEnd) {
      const char = this.text[this.position++] as string;
      if (char === '"') return value;
      value += char === "\\" ? this.#readEscaped() : char;
    }
    throw syntaxError("The quote is not closed", {
      position: start,
      length: this.text.length - start,
      hint: 'Put a " at the end of the phrase, or write \\" to look for the sign itself.',
    });
  }

  #readEscaped(): string {
    const char = this.text[this.position++];
    if (char !== undefined) return char;
    throw syntaxError("A \\ stands at the end", {
      position: this.text.length - 1,
      hint: "\\ takes the meaning from the character after it: write \\\\ to look for the sign itself.",
    });
  }
}
