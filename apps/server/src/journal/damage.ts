import { DaybookError } from "@daybook/protocol";

/** The error for bytes on disk that are not what was acknowledged. */
export function damaged(file: string, offset: number, what: string): DaybookError {
  return new DaybookError("DAYBOOK_JOURNAL_DAMAGED", `${what} (${file}, offset ${offset})`, { file, offset });
}
