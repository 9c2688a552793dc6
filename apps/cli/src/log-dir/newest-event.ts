import { formatTimestamp } from "@daybook/protocol";
import { LineCutter } from "@daybook/importers";
import { CLOCK_SLACK_MS, FILE_START_BYTES } from "../limits.ts";
import { readLineHead } from "./line-head.ts";
import type { LogFile } from "./list-log-files.ts";
import { readContent, type ContentSource } from "./read-content.ts";

const QUIET = { onRead: () => {}, onDamage: () => {} };
const NEVER = new AbortController().signal;

/**
 * A time behind which the file holds no event: its last change, and an hour for clocks that differ. Only of files that
 * the logger wrote, and only when their first event is not newer than that already: times of files that were
 * copied or made from other data say nothing. Undefined when it cannot be told.
 */
export async function newestPossible(file: LogFile, source: ContentSource): Promise<string | undefined> {
  if (file.name.kind === "other") return undefined;
  const newest = formatTimestamp((Math.floor(file.modifiedMs) + CLOCK_SLACK_MS) * 1_000);
  const first = await firstTimestamp(source);
  return first !== undefined && first <= newest ? newest : undefined;
}

async function firstTimestamp(source: ContentSource): Promise<string | undefined> {
  const start = { ...source, sizeBytes: Math.min(source.sizeBytes, FILE_START_BYTES) };
  const cutter = new LineCutter(FILE_START_BYTES);
  for await (const chunk of readContent(start, NEVER, QUIET)) {
    const [line] = cutter.push(chunk);
    if (line !== undefined) return line.bytes && readLineHead(line.bytes)?.timestamp;
  }
  return undefined;
}
