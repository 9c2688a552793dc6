import { MAX_SENTENCE_LENGTH, MAX_TEXT_LENGTH } from "../limits.ts";

/**
 * What would be invisible, move other text about, or not be allowed in a document: controls, line and paragraph separators,
 * marks and overrides of direction, joiners and spaces without width, the byte order mark, tags, halves of a pair,
 * non-characters.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/**
 * A name from outside (symbol, strategy, reason, id) as it can stand in a document: what cannot be seen is written as its
 * code (`U+202E`), and a text longer than `limit` UTF-16 units is cut with its length said.
 */
export function visibleText(text: string, limit: number = MAX_TEXT_LENGTH): string {
  const cut = text.length <= limit ? text : text.slice(0, limit);
  const seen = cut.replace(UNSEEN, codeOf);
  return text.length <= limit ? seen : `${seen}… (${text.length.toLocaleString("en-US")} characters)`;
}

/** The same for a sentence, for example a note. */
export function visibleSentence(text: string): string {
  return visibleText(text, MAX_SENTENCE_LENGTH);
}

function codeOf(character: string): string {
  if (character === "\n" || character === "\t") return " ";
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
