import type { JournalCursor, JournalSource } from "./journal-source.ts";
import { LOGS_TABLE } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

/**
 * Cursor and table are kept in two places, and either may have been put back to an older state by hand. A cursor ahead of the table goes back, so
 * that the journal gives again what is missing. Returns the highest number in the table: batches up to there may be in already.
 */
export async function alignCursor(
  client: StoreClient,
  journal: Pick<JournalSource, "stats">,
  cursor: JournalCursor,
): Promise<number> {
  const [row] = await client.rows<{ last: number }>(`SELECT max(seq) AS last FROM ${LOGS_TABLE}`);
  const last = row?.last ?? 0;
  if (last < cursor.seq) {
    const reachable = Math.max(last, journal.stats().oldestSeq - 1);
    if (reachable < cursor.seq) await cursor.move(reachable);
  }
  return last;
}
