import { DaybookError } from "./daybook-error.ts";
import type { LogRecord } from "./record.ts";

const MONEY = ["quantity", "price", "pnl", "fees"] as const;

/**
 * The record of a canonical line: `encodeRecord(decodeRecord(line)) === line` for every line that `encodeRecord` wrote.
 * Money comes back as the exact text of the line, not by way of a float64. Throws {@link DaybookError} `DAYBOOK_RECORD_INVALID` when the line is not
 * a record; a line from outside goes through `parseJson` and `normaliseEvent` instead.
 */
export function decodeRecord(line: string): LogRecord {
  let record: LogRecord;
  try {
    record = JSON.parse(line) as LogRecord;
  } catch (cause) {
    throw new DaybookError("DAYBOOK_RECORD_INVALID", `not JSON: ${line.slice(0, 80)}`, {}, { cause });
  }
  if (
    typeof record !== "object" ||
    record === null ||
    typeof record.seq !== "number" ||
    typeof record.timestamp !== "string"
  ) {
    throw new DaybookError("DAYBOOK_RECORD_INVALID", `no seq or timestamp: ${line.slice(0, 80)}`);
  }
  let from = 0;
  for (const field of MONEY) {
    if (typeof record[field] !== "number") continue;
    // The first `,"price":` of the line is the field itself: `data` comes after it, and inside of a string before it
    // each quote has a backslash in front, never a comma.
    const start = line.indexOf(`,"${field}":`, from) + field.length + 4;
    from = endOfToken(line, start);
    record[field] = line.slice(start, from);
  }
  return record;
}

function endOfToken(line: string, start: number): number {
  let at = start;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 44 || code === 125) break;
  }
  return at;
}
