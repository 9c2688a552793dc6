import { DaybookError } from "@daybook/protocol";
import { markEmptyFields } from "./empty-fields.ts";
import { withoutErased } from "./erased-lines.ts";
import { insertSettings } from "./insert-settings.ts";
import type { JournalSource } from "./journal-source.ts";
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from "./limits.ts";
import { firstLines } from "./lines-in-range.ts";
import { createTable } from "./migrate.ts";
import { isRowFault } from "./poison.ts";
import type { PoisonFile } from "./poison.ts";
import type { StoreReader } from "./reader.ts";
import { DATABASE, LINE_COLUMNS, LOGS_TABLE } from "./schema.ts";
import type { TableOptions } from "./schema.ts";
import { StoreFault } from "./store-client.ts";
import type { StoreClient } from "./store-client.ts";

const NEW_TABLE = `${DATABASE}.logs_rebuild`;

export interface RebuildOptions {
  client: StoreClient;
  journal: JournalSource;
  reader: StoreReader;
  poison: PoisonFile;
  newToken: () => string;
  clock: { nowMs(): number };
  table: TableOptions;
}

export interface RebuildResult {
  /** Events read from the journal. */
  from_journal: number;
  /** Events older than the journal, copied from the old table. */
  copied: number;
}

/**
 * Makes the table anew from the journal, as far back as that reaches, takes older rows from the old table, and swaps the two at once. Searches go
 * on all the time; events that come in meanwhile are in both. A failure leaves the old table as it was.
 */
export async function rebuildTable(options: RebuildOptions, progress: (share: number) => void): Promise<RebuildResult> {
  const { client, journal, reader } = options;
  await client.command(`DROP TABLE IF EXISTS ${NEW_TABLE} SYNC`);
  await createTable(client, NEW_TABLE, options.table);
  const oldest = Math.max(1, journal.stats().oldestSeq);
  const columns = LINE_COLUMNS.join(", ");
  await client.command(
    `INSERT INTO ${NEW_TABLE} (${columns}) SELECT ${columns} FROM ${LOGS_TABLE} WHERE seq < ${oldest}`,
  );
  let done = oldest - 1;
  const erased = { lines: 0 };
  while (reader.searchableSeq - done > MAX_BATCH_EVENTS) {
    done = await copyBatch(options, done, reader.searchableSeq, erased);
    progress((done - oldest + 1) / Math.max(1, reader.searchableSeq - oldest + 1));
  }
  return reader.paused(async (last) => {
    while (done < last) done = await copyBatch(options, done, last, erased);
    const copied = await countRows(client, `seq < ${oldest}`);
    const found = await countRows(client, `seq >= ${oldest}`);
    const wanted = last - oldest + 1 - erased.lines - options.poison.countBetween(oldest, last);
    if (found !== wanted) {
      throw new DaybookError(
        "DAYBOOK_STORE_FAILED",
        `The new table has ${found} events from the journal instead of ${wanted}; the old one stays`,
      );
    }
    await client.command(`EXCHANGE TABLES ${LOGS_TABLE} AND ${NEW_TABLE}`);
    await client.command(`DROP TABLE ${NEW_TABLE} SYNC`);
    progress(1);
    return { from_journal: found, copied };
  });
}

/** The number up to which the new table has everything. */
async function copyBatch(
  { client, journal, poison, newToken, clock }: RebuildOptions,
  after: number,
  last: number,
  erased: { lines: number },
): Promise<number> {
  const read = await journal.read(after, MAX_BATCH_BYTES, Math.min(MAX_BATCH_EVENTS, last - after));
  if (!read || read.firstSeq !== after + 1)
    throw new DaybookError("DAYBOOK_STORE_FAILED", `The journal does not give event ${after + 1}`);
  const insert = async (lines: Buffer, from: number, to: number): Promise<void> => {
    const { kept } = withoutErased(lines);
    if (kept.byteLength === 0) return;
    try {
      await client.insertLines(NEW_TABLE, markEmptyFields(kept), insertSettings({ token: newToken(), indexed: true }));
    } catch (error) {
      if (!(error instanceof StoreFault && isRowFault(error.code))) throw error;
      if (from === to) return poison.putAside(from, lines, error.message, new Date(clock.nowMs()).toISOString());
      const half = Math.floor((to - from + 1) / 2);
      const first = firstLines(lines, half);
      await insert(first, from, from + half - 1);
      await insert(lines.subarray(first.byteLength), from + half, to);
    }
  };
  await insert(read.bytes, read.firstSeq, read.lastSeq);
  erased.lines += withoutErased(read.bytes).erased;
  return read.lastSeq;
}

async function countRows(client: StoreClient, where: string): Promise<number> {
  const [row] = await client.rows<{ count: number }>(`SELECT count() AS count FROM ${NEW_TABLE} WHERE ${where}`);
  return row?.count ?? 0;
}
