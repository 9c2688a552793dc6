import { parseErasedLine } from "@daybook/protocol";

const NEWLINE = 10;
const SIGN = Buffer.from(',"erased":"');

/** Lines of the journal without those of erased events, of which there is nothing to store; and how many of them there were. */
export function withoutErased(lines: Buffer): { kept: Buffer; erased: number } {
  const parts: Buffer[] = [];
  let erased = 0;
  let copied = 0;
  for (let at = lines.indexOf(SIGN); at >= 0;) {
    const start = at === 0 ? 0 : lines.lastIndexOf(NEWLINE, at) + 1;
    const newline = lines.indexOf(NEWLINE, at);
    const end = newline < 0 ? lines.byteLength : newline;
    // Text of an event may hold the sign too.
    if (parseErasedLine(lines.toString("latin1", start, end)) !== undefined) {
      erased++;
      parts.push(lines.subarray(copied, start));
      copied = Math.min(end + 1, lines.byteLength);
    }
    at = end < lines.byteLength ? lines.indexOf(SIGN, end) : -1;
  }
  if (erased === 0) return { kept: lines, erased };
  parts.push(lines.subarray(copied));
  return { kept: Buffer.concat(parts), erased };
}
