import { readWholeFile, replaceFile } from "../journal/index.ts";
import type { JournalFs } from "../journal/index.ts";

const FILE = "ingest.json";
const VERSION = 1;

/** What is known of producers, and the journal number up to which it is complete. */
export interface Snapshot {
  seq: number;
  producers: [name: string, seq: number, lastSeenMs: number][];
}

/** Replaces the snapshot as a whole; durable when it resolves. */
export function writeSnapshot(fs: JournalFs, dir: string, snapshot: Snapshot): Promise<void> {
  return replaceFile(fs, dir, FILE, `${JSON.stringify({ version: VERSION, ...snapshot })}\n`);
}

/** `undefined` when there is none, or none that can be used: the journal then has to be read from its beginning. */
export async function readSnapshot(fs: JournalFs, dir: string): Promise<Snapshot | undefined> {
  try {
    const value = JSON.parse((await readWholeFile(fs, `${dir}/${FILE}`)).toString()) as Snapshot & { version: unknown };
    const usable = value.version === VERSION && Number.isSafeInteger(value.seq) && Array.isArray(value.producers);
    return usable ? { seq: value.seq, producers: value.producers } : undefined;
  } catch {
    return undefined;
  }
}
