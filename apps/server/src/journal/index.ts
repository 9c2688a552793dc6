export { openJournal } from "./journal.ts";
export type { DurableListener, Journal, JournalOptions, JournalStats } from "./journal-api.ts";
export type { Cursor } from "./cursors.ts";
export type { ReadResult } from "./line-collector.ts";
export type { Recovery } from "./recovery.ts";
export { nodeJournalFs, readFully, readWholeFile, replaceFile, writeFully } from "./journal-fs.ts";
export type { JournalFile, JournalFs, OpenMode } from "./journal-fs.ts";
export { LOCK_FILE, lockDataDir } from "./lock.ts";
export type { DataDirLock, LockOptions } from "./lock.ts";
