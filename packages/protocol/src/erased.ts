/** What stands in the journal where an erased event stood. */
export interface ErasedLine {
  readonly seq: number;
  /** Pseudonym of the subject whose events were erased, as in the audit trail: 32 hexadecimal digits. */
  readonly subject: string;
}

const ERASED = /^\{"seq":([1-9]\d{0,15}),"erased":"([0-9a-f]{32})"\}$/;
/** The longest such line. */
const MAX_ERASED_LENGTH = 70;

/** The line without its newline. A record has its timestamp in second place, so it cannot be taken for one. */
export function erasedLine({ seq, subject }: ErasedLine): string {
  return `{"seq":${seq},"erased":"${subject}"}`;
}

/** @returns undefined for every other line. */
export function parseErasedLine(line: string): ErasedLine | undefined {
  if (line.length > MAX_ERASED_LENGTH) return undefined;
  const found = ERASED.exec(line);
  return found === null ? undefined : { seq: Number(found[1]), subject: found[2] as string };
}
