/** A line that was found, with what it is sorted by. */
export interface FoundLine {
  timestamp: string;
  /** Empty when the line has none of its own. */
  id: string;
  /** Place of the file in the order of all files, and the line's number: order of events that nothing else tells apart. */
  file: number;
  line: number;
  text: string;
}

/**
 * By time, then by id: ids of one program rise in the order of its calls, and the copies of an event in several files
 * come to stand side by side. 0 only for the same line.
 */
export function compareFound(a: FoundLine, b: FoundLine): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.file - b.file || a.line - b.line;
}

/** The same event, written to two files. */
export function isSameEvent(a: FoundLine, b: FoundLine): boolean {
  return a.id !== "" && a.id === b.id && a.timestamp === b.timestamp;
}
