import { DaybookError } from "@daybook/protocol";
import type { FieldRef } from "../fields.ts";
import { MAX_NESTING, MAX_TERMS } from "../limits.ts";
import { ALL, and, not, or } from "../query.ts";
import type { Query } from "../query.ts";
import { Cursor } from "./cursor.ts";
import { syntaxError } from "./fault.ts";
import { readFieldName } from "./field-name.ts";
import { readValue } from "./value.ts";
import { readBareTerm } from "./bare-term.ts";

/**
 * Reads a query by recursive descent: `or` of `and` of `not` of terms and brackets. NOT binds strongest, then AND, which
 * may be left out, then OR.
 */
export class Parser {
  readonly cursor: Cursor;
  readonly nowMs: number;
  /** Instructions of the regular expressions so far. */
  regexProgram = 0;
  #terms = 0;
  #depth = 0;

  constructor(text: string, nowMs: number) {
    this.cursor = new Cursor(text);
    this.nowMs = nowMs;
  }

  parse(): Query {
    this.cursor.skipSpace();
    if (this.cursor.atEnd) return ALL;
    const query = this.#or(null);
    if (!this.cursor.atEnd) {
      throw syntaxError("A closing bracket has no opening one", {
        position: this.cursor.position,
        hint: 'Take it away, put a ( before, or write \\) or "…" to look for the sign itself.',
      });
    }
    return query;
  }

  #or(field: FieldRef | null): Query {
    const operands = [this.#and(field)];
    while (this.cursor.atKeyword("OR")) {
      this.#takeOperator("OR");
      operands.push(this.#and(field));
    }
    return or(operands);
  }

  #and(field: FieldRef | null): Query {
    const operands = [this.#not(field)];
    for (;;) {
      this.cursor.skipSpace();
      if (this.cursor.atEnd || this.cursor.peek() === ")" || this.cursor.atKeyword("OR")) return and(operands);
      if (this.cursor.atKeyword("AND")) this.#takeOperator("AND");
      operands.push(this.#not(field));
    }
  }

  #not(field: FieldRef | null): Query {
    const { cursor } = this;
    const start = cursor.position;
    if (cursor.atKeyword("NOT")) {
      this.#takeOperator("NOT");
      return this.#nested(start, () => not(this.#not(field)));
    }
    if (cursor.peek() === "-" && !/^-(\s|$|\))/.test(cursor.text.slice(start, start + 2))) {
      cursor.position++;
      return this.#nested(start, () => not(this.#not(field)));
    }
    return this.#primary(field);
  }

  #primary(field: FieldRef | null): Query {
    const { cursor } = this;
    this.#rejectOperatorHere();
    const start = cursor.position;
    if (cursor.take("(")) return this.#group(start, field);
    if (field !== null) return this.#term(start, readValue(this, field, { position: start, length: 1 }));
    const name = readFieldName(cursor);
    if (name === null) return this.#term(start, readBareTerm(cursor));
    const open = cursor.position;
    if (cursor.take("(")) return this.#group(open, name.field);
    return this.#term(start, readValue(this, name.field, { position: start, length: open - start }));
  }

  #group(open: number, field: FieldRef | null): Query {
    const { cursor } = this;
    return this.#nested(open, () => {
      cursor.skipSpace();
      if (cursor.peek() === ")") {
        throw syntaxError("There is nothing between the brackets", {
          position: open,
          length: cursor.position + 1 - open,
          hint: "Write a condition between them, or take them away.",
        });
      }
      const query = cursor.atEnd ? ALL : this.#or(field);
      if (cursor.take(")")) return query;
      throw syntaxError("The bracket is not closed", {
        position: open,
        hint: 'Put a ) at the end of the group, or write \\( or "…" to look for the sign itself.',
        expected: [")"],
      });
    });
  }

  #nested(position: number, read: () => Query): Query {
    if (++this.#depth > MAX_NESTING) {
      throw new DaybookError("DAYBOOK_QUERY_TOO_COMPLEX", `The query is nested more than ${MAX_NESTING} deep`, {
        position,
        limit: MAX_NESTING,
      });
    }
    const query = read();
    this.#depth--;
    return query;
  }

  #term(position: number, term: Query): Query {
    if (++this.#terms > MAX_TERMS) {
      throw new DaybookError("DAYBOOK_QUERY_TOO_COMPLEX", `The query has more than ${MAX_TERMS} conditions`, {
        position,
        limit: MAX_TERMS,
      });
    }
    return term;
  }

  #takeOperator(word: "AND" | "OR" | "NOT"): void {
    const { cursor } = this;
    const position = cursor.position;
    cursor.take(word);
    cursor.skipSpace();
    if (!cursor.atEnd && cursor.peek() !== ")") return;
    throw syntaxError(`Nothing follows ${word}`, {
      position,
      length: word.length,
      hint: `Write a condition after ${word}, or "${word}" in quotes, or in lower case, to look for the word.`,
    });
  }

  /** An operator where a condition should start. */
  #rejectOperatorHere(): void {
    const { cursor } = this;
    for (const word of ["AND", "OR"]) {
      if (!cursor.atKeyword(word)) continue;
      throw syntaxError(`${word} has no condition before it`, {
        position: cursor.position,
        length: word.length,
        hint: `Write a condition on both sides of ${word}, or "${word}" in quotes, or in lower case, to look for the word.`,
      });
    }
    for (const [sign, word] of [
      ["&&", "AND"],
      ["||", "OR"],
      ["!", "NOT"],
    ] as const) {
      if (!cursor.startsWith(sign)) continue;
      throw syntaxError(`The operator ${sign} is not known`, {
        position: cursor.position,
        length: sign.length,
        hint: `Write ${word}, or put the text in quotes to look for the sign itself.`,
        expected: ["AND", "OR", "NOT", "-"],
      });
    }
  }
}
