import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DaybookError } from "@daybook/protocol";
import { removeFile } from "./durable-state.ts";
import type { JournalCursor, JournalSource } from "./journal-source.ts";
import { DATABASE, LOGS_TABLE } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

/** The engine's own backup of the table, within the state directory of an installation or of a copy of one. */
const TABLE_DIR = "store-backup";
/** Written last: without it the directory is no backup. */
const NOTE = "store-backup.json";
const VERSION = 1;
const POLL_MS = 100;

interface Note {
  version: number;
  /** Up to here the backup is complete; what is newer in it may be partial. */
  searchable_seq: number;
}

interface BackupRow {
  status: string;
  error: string;
  done: number;
  total: number;
}

/**
 * Copies the table into `dir/state/`, while events go on coming in. Consistent up to the number returned; {@link restoreBackup} cuts off what
 * is newer, and the journal gives it again.
 */
export async function backUpTable(
  client: StoreClient,
  dir: string,
  searchableSeq: number,
  progress: (share: number) => void,
): Promise<{ searchableSeq: number }> {
  const stateDir = join(dir, "state");
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const target = join(stateDir, TABLE_DIR);
  await runAsync(client, `BACKUP TABLE ${LOGS_TABLE} TO File('${quoted(target)}')`, progress);
  const note: Note = { version: VERSION, searchable_seq: searchableSeq };
  await writeFile(join(stateDir, NOTE), `${JSON.stringify(note)}\n`, { mode: 0o600, flush: true });
  return { searchableSeq };
}

/**
 * Puts a backup that lies in the state directory into the engine and takes it away from there. Done at the start of a restored installation;
 * begins anew after a crash.
 */
export async function restoreBackup(
  client: StoreClient,
  stateDir: string,
  journal: Pick<JournalSource, "stats">,
  cursor: JournalCursor,
): Promise<void> {
  const [notePath, tableDir] = [join(stateDir, NOTE), join(stateDir, TABLE_DIR)];
  if (!existsSync(notePath)) return;
  const note = JSON.parse(await readFile(notePath, "utf8")) as Note;
  if (note.version !== VERSION)
    throw new DaybookError("DAYBOOK_STORE_SCHEMA", `${notePath} has version ${note.version}`);
  await client.command(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
  await client.command(`DROP TABLE IF EXISTS ${LOGS_TABLE} SYNC`);
  await runAsync(client, `RESTORE TABLE ${LOGS_TABLE} FROM File('${quoted(tableDir)}')`, () => undefined);
  await client.command(`ALTER TABLE ${LOGS_TABLE} DELETE WHERE seq > ${note.searchable_seq}`, { mutations_sync: 1 });
  await cursor.move(Math.max(note.searchable_seq, journal.stats().oldestSeq - 1));
  await removeFile(notePath);
  await rm(tableDir, { recursive: true, force: true });
}

/** A BACKUP or RESTORE may take longer than a connection lives: it runs in the engine, and we look at it. */
async function runAsync(client: StoreClient, statement: string, progress: (share: number) => void): Promise<void> {
  const [started] = await client.controlRows<{ id: string }>(`${statement} ASYNC`);
  for (;;) {
    const [row] = await client.rows<BackupRow>(
      "SELECT status, error, toFloat64(files_read) AS done, toFloat64(num_files) AS total FROM system.backups WHERE id = {id:String}",
      { id: started?.id ?? "" },
    );
    if (!row || /FAILED|CANCELLED/.test(row.status)) {
      throw new DaybookError(
        "DAYBOOK_STORE_FAILED",
        `${statement.slice(0, 7)}: ${row?.error.split("\n")[0]?.slice(0, 500) ?? "unknown to the engine"}`,
      );
    }
    if (/BACKUP_CREATED|RESTORED/.test(row.status)) break;
    progress(row.total === 0 ? 0 : Math.min(row.done / row.total, 1));
    await sleep(POLL_MS);
  }
  progress(1);
}

function quoted(path: string): string {
  return path.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}
