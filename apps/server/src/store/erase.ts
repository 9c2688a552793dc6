import { setTimeout as sleep } from "node:timers/promises";
import { DaybookError } from "@daybook/protocol";
import { ERASED_PARTS_TIMEOUT_MS } from "./limits.ts";
import { DATABASE, LOGS_TABLE, OLD_PARTS_LIFETIME_SECONDS } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

/** The events of one person, or those of a program that are about nobody. */
export interface ErasureTarget {
  readonly field: "user_id" | "producer";
  /** Not empty. */
  readonly value: string;
  /** Only events up to this number of the journal. */
  readonly upToSeq: number;
}

/** What there is to erase, by class of retention. */
export interface ErasableClass {
  readonly retention_class: string;
  readonly events: number;
  readonly first_seq: number;
  readonly last_seq: number;
  /** When the newest was collected, RFC 3339 UTC. */
  readonly newest: string;
}

const WHERE: Record<ErasureTarget["field"], string> = {
  user_id: "user_id = {value:String}",
  producer: "producer = {value:String} AND user_id = '' AND NOT has(splitByChar(',', empty_fields), 'user_id')",
};
const POLL_MS = 500;

export function countErasable(client: StoreClient, target: ErasureTarget): Promise<ErasableClass[]> {
  return client.rows<ErasableClass>(
    `SELECT retention_class, toUInt32(count()) AS events, min(seq) AS first_seq, max(seq) AS last_seq,
       formatDateTime(max(collected_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS newest
     FROM ${LOGS_TABLE} WHERE ${whereOf(target)} GROUP BY retention_class ORDER BY retention_class`,
    paramsOf(target),
  );
}

/**
 * Removes the rows, and waits until no file of the table has them any more: ten seconds or so, for the engine
 * cleans up at its own pace. Repeatable.
 *
 * Rejects with DAYBOOK_STORE_FAILED when the engine still has old parts after ten minutes: something reads them.
 */
export async function eraseRows(
  client: StoreClient,
  target: ErasureTarget,
  progress: (share: number) => void,
): Promise<void> {
  // A rebuild that was cut off left copies.
  await client.command(`DROP TABLE IF EXISTS ${DATABASE}.logs_rebuild SYNC`);
  // Merged parts are kept for a while, and they have the rows.
  await keepOldParts(client, 1);
  try {
    await client.command(
      `ALTER TABLE ${LOGS_TABLE} DELETE WHERE ${whereOf(target)}`,
      { mutations_sync: 1 },
      paramsOf(target),
    );
    progress(0.7);
    const old = new Set(await inactiveParts(client));
    const deadline = performance.now() + ERASED_PARTS_TIMEOUT_MS;
    for (let left = old.size; left > 0;) {
      if (performance.now() > deadline)
        throw new DaybookError("DAYBOOK_STORE_FAILED", `${left} old parts of the table are still on the disk`);
      await sleep(POLL_MS);
      const names = await inactiveParts(client);
      left = names.filter((name) => old.has(name)).length;
      progress(1 - (0.3 * left) / old.size);
    }
  } finally {
    await keepOldParts(client, OLD_PARTS_LIFETIME_SECONDS);
  }
}

function whereOf({ field }: ErasureTarget): string {
  return `${WHERE[field]} AND seq <= {up_to_seq:UInt64}`;
}

function paramsOf({ value, upToSeq }: ErasureTarget): Record<string, unknown> {
  return { value, up_to_seq: upToSeq };
}

async function keepOldParts(client: StoreClient, seconds: number): Promise<void> {
  await client.command(`ALTER TABLE ${LOGS_TABLE} MODIFY SETTING old_parts_lifetime = ${seconds}`);
}

async function inactiveParts(client: StoreClient): Promise<string[]> {
  const parts = await client.rows<{ name: string }>(
    "SELECT name FROM system.parts WHERE database = {database:String} AND table = 'logs' AND NOT active",
    { database: DATABASE },
  );
  return parts.map(({ name }) => name);
}
