import { subjectName, viewRecord } from "@daybook/audit";
import { erasedLine } from "@daybook/protocol";

/** Whose events: those of a person, or those of a program that are about nobody. */
export interface Subject {
  readonly field: "user_id" | "producer";
  /** Not empty. */
  readonly value: string;
}

/** The name under which the trail keeps the subject's key. */
export function keyNameOf({ field, value }: Subject): string {
  return field === "user_id" ? subjectName(value, "") : subjectName(undefined, value);
}

export function isSame(a: Subject, b: Subject): boolean {
  return a.field === b.field && a.value === b.value;
}

/** Gives for each line of the journal what is to stand in its place: for the subject's, up to this number, that it was erased. */
export function lineEraser(
  { field, value }: Subject,
  upToSeq: number,
  pseudonym: string,
): (line: Buffer) => Buffer | undefined {
  // Canonical lines write a text as JSON does: what does not hold this is not worth a closer look.
  const sign = Buffer.from(`"${field}":${JSON.stringify(value)}`);
  return (line) => {
    if (!line.includes(sign)) return undefined;
    const record = viewRecord(line.toString("latin1"));
    if (record === undefined || record.seq > upToSeq) return undefined;
    const isTheirs =
      field === "user_id" ? record.user_id === value : record.user_id === undefined && record.producer === value;
    return isTheirs ? Buffer.from(erasedLine({ seq: record.seq, subject: pseudonym })) : undefined;
  };
}
