import { readWholeFile, replaceFile } from "../journal/index.ts";
import type { JournalFs } from "../journal/index.ts";
import type { SavedGeneration } from "./id-files.ts";

const FILE = "ingest.json";
const VERSION = 1;

/** What is known of producers and ids, and the journal number up to which it is complete. */
export interface Snapshot {
  seq: number;
  producers: [name: string, seq: number, lastSeenMs: number][];
  ids: SavedGeneration[];
}

/** Replaces the snapshot as a whole; durable when it resolves. */
export function writeSnapshot(fs: JournalFs, dir: string, snapshot: Snapshot): Promise<void> {
  return replaceFile(fs, dir, FILE, `${JSON.stringify({ version: VERSION, ...snapshot })}\n`);
}

/** `undefined` when there is none, or none that can be used: the journal then has to be read from its beginning. */
export async function readSnapshot(fs: JournalFs, dir: string): Promise<Snapshot | undefined> {
  try {
    const value = JSON.parse((await readWholeFile(fs, `${dir}/${FILE}`)).toString()) as Snapshot & { version: unknown };
    const { version, seq, producers, ids } = value;
    const usable = version === VERSION && Number.isSafeInteger(seq) && Array.isArray(producers) && Array.isArray(ids);
    return usable ? { seq, producers, ids } : undefined;
  } catch {
    return undefined;
  }
}
