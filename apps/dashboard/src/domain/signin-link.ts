/** The code of a sign-in address, or the text itself when it is a code or key. Undefined when nothing is there. */
export function codeOf(text: string): string | undefined {
  const trimmed = text.trim();
  const inLink = /#(?:.*&)?signin=([^&\s]+)/.exec(trimmed)?.[1];
  if (inLink !== undefined) return decode(inLink);
  return trimmed === "" || /\s/.test(trimmed) ? undefined : trimmed;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
