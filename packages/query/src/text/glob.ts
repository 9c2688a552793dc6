/**
 * A test of a whole text against the parts of a pattern, `*` between them. `any-case` folds ASCII letters alone when
 * the pattern has no other characters, as the store's fast search does, so that `*k*` does not find the Kelvin sign; with others,
 * pattern and text are put in lower case.
 */
export function createGlob(parts: readonly string[], mode: "exact" | "any-case"): (text: string) => boolean {
  if (mode === "exact") return createExact(parts);
  if (parts.every((part) => /^[\0-\x7f]*$/.test(part))) return createAscii(parts);
  const matches = createExact(parts.map((part) => part.toLowerCase()));
  return (text) => matches(text.toLowerCase());
}

function createAscii(parts: readonly string[]): (text: string) => boolean {
  const matches = createExact(parts.map(foldAscii));
  return (text) => matches(foldAscii(text));
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Taking the leftmost place for each part is enough, since only stars lie between: linear, without backtracking. */
function createExact(parts: readonly string[]): (text: string) => boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  const inner = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of inner) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}
