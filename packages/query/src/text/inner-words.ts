/**
 * Words that a pattern names in full: ASCII letters and digits with an ASCII separator on either side, within one part.
 * Whatever text matches the pattern in any case has them as words.
 */
export function innerWords(parts: readonly string[]): string[] {
  const words = parts.flatMap(
    (part) => part.match(/(?<=[\0-\x7f])(?<![A-Za-z0-9])[A-Za-z0-9]+(?=[\0-\x7f])(?![A-Za-z0-9])/g) ?? [],
  );
  return [...new Set(words.map((word) => word.toLowerCase()))];
}
