const NOT_WORD = /[^\p{L}\p{N}]+/gu;
const WORD_CHARACTER = /[\p{L}\p{N}]$/u;

/**
 * The words of a text: maximal runs of Unicode letters and digits, in lower case, a space before and after
 * each. `" "` when there is none. The order of the two steps is that of the store's expression, and tells in rare cases (İ, Σ).
 */
export function paddedWords(text: string): string {
  const words = text.replace(NOT_WORD, " ").toLowerCase();
  return `${words.startsWith(" ") ? "" : " "}${words}${words.endsWith(" ") ? "" : " "}`;
}

export function wordsOf(text: string): string[] {
  return paddedWords(text)
    .split(" ")
    .filter((word) => word !== "");
}

/** Whether a word could go on after the end of this text. */
export function endsInWord(text: string): boolean {
  return WORD_CHARACTER.test(text);
}

let lastText: string | undefined;
let lastWords = "";

/** {@link paddedWords} of the text asked for last is kept: the terms of a query look at the same message in turn. */
export function cachedWords(text: string): string {
  if (text !== lastText) {
    lastWords = paddedWords(text);
    lastText = text;
  }
  return lastWords;
}
