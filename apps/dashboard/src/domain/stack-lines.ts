export interface StackLine {
  text: string;
  /** `cause` starts another error of the chain; `library` is code that the reader did not write. */
  kind: "head" | "own" | "library" | "cause";
}

const LIBRARY = /node_modules|node:|site-packages|\binternal\//;

export function stackLines(lines: readonly string[]): StackLine[] {
  return lines.map((text) => {
    const isFrame = /^\s*(?:at |File )/.test(text);
    if (!isFrame) return { text, kind: /^\s*(?:Caused by|\[cause\])/i.test(text) ? "cause" : "head" };
    return { text, kind: LIBRARY.test(text) ? "library" : "own" };
  });
}
