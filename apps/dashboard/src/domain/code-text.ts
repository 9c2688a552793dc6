export interface TextPart {
  text: string;
  isCode: boolean;
}

/** A hint of the server cut at its back-quotes: what stands between two of them is a command or a name. */
export function codeParts(text: string): TextPart[] {
  const pieces = text.split("`");
  // An odd number of quotes: the last one quotes nothing.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop() ?? "";
    pieces.push(`${pieces.pop() ?? ""}\`${last}`);
  }
  return pieces.map((piece, index) => ({ text: piece, isCode: index % 2 === 1 })).filter((part) => part.text !== "");
}
