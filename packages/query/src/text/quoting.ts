const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;
const KEYWORDS = new Set(["AND", "OR", "NOT", "TO"]);

/** A value as it is written: as it stands when nothing in it has a meaning of its own, else in quotes. */
export function printValue(value: string): string {
  return PLAIN.test(value) && !KEYWORDS.has(value) ? value : quote(value);
}

export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** A value without quotes, for where `*` follows: what could have a meaning gets a `\`. */
export function escapeBare(value: string): string {
  return value.replace(/[^\p{L}\p{N}_.]/gu, (char) =>
    [...Array(char.length).keys()].map((i) => `\\${char[i]}`).join(""),
  );
}
