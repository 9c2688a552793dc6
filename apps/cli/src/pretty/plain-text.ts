const CONTROL = /(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text from an event as a terminal may show it: control characters, escape sequences and marks that turn the direction
 * of writing become visible escapes, so that no message can clear the screen or forge another line. Tabs and newlines stay.
 */
export function plainText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll("\n", "⏎").replaceAll("\t", " ");
}
