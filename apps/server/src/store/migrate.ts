import { DaybookError } from "@daybook/protocol";
import type { RetentionDays } from "./retention.ts";
import { ttlSql } from "./retention.ts";
import {
  DATABASE,
  LOGS_TABLE,
  NEWER_SETTINGS,
  SCHEMA_VERSION,
  commentText,
  createTableSql,
  parseComment,
} from "./schema.ts";
import type { TableOptions } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

/** Statements that bring a table of version N to N + 1, by N. Run in order; each must be repeatable. */
const MIGRATIONS: Readonly<Record<number, readonly string[]>> = {};

/**
 * Makes the database and the table when they are missing, brings an older table up, and sets changed retention times. Repeatable after a crash
 * at any point.
 *
 * @throws StoreFault when the engine is away; DaybookError `DAYBOOK_STORE_SCHEMA` when a newer version made the table.
 */
export async function ensureSchema(client: StoreClient, options: TableOptions): Promise<void> {
  await client.command(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
  await createTable(client, `IF NOT EXISTS ${LOGS_TABLE}`, options);
  const found = await client.rows<{ comment: string }>(
    "SELECT comment FROM system.tables WHERE database = {database:String} AND name = 'logs'",
    { database: DATABASE },
  );
  const comment = parseComment(found[0]?.comment ?? "");
  if (!comment || comment.schema > SCHEMA_VERSION) {
    throw new DaybookError(
      "DAYBOOK_STORE_SCHEMA",
      comment
        ? `The store has schema ${comment.schema}, this version knows up to ${SCHEMA_VERSION}`
        : `${LOGS_TABLE} was not made by Daybook`,
    );
  }
  for (let version = comment.schema; version < SCHEMA_VERSION; version++) {
    for (const statement of MIGRATIONS[version] ?? []) await client.command(statement);
    await client.command(commentSql({ ...comment, schema: version + 1 }));
  }
  if (!sameDays(comment.retention, options.retention)) await changeRetention(client, options.retention);
}

/** Makes a table of events with what this engine can do. */
export async function createTable(client: StoreClient, name: string, options: TableOptions): Promise<void> {
  const known = await client.rows<{ name: string }>(
    "SELECT name FROM system.merge_tree_settings WHERE name IN {names:Array(String)}",
    {
      names: Object.keys(NEWER_SETTINGS),
    },
  );
  await client.command(createTableSql(name, { ...options, newerSettings: known.map((setting) => setting.name) }));
}

async function changeRetention(client: StoreClient, retention: RetentionDays): Promise<void> {
  // Old parts get their new times with the statement, so that a shortened time frees space and a lengthened one keeps it.
  await client.command(`ALTER TABLE ${LOGS_TABLE} MODIFY TTL ${ttlSql(retention)}`, {
    materialize_ttl_after_modify: 1,
    mutations_sync: 0,
  });
  await client.command(commentSql({ schema: SCHEMA_VERSION, retention }));
}

function commentSql(comment: Parameters<typeof commentText>[0]): string {
  return `ALTER TABLE ${LOGS_TABLE} MODIFY COMMENT '${commentText(comment)}'`;
}

function sameDays(a: RetentionDays, b: RetentionDays): boolean {
  return (Object.keys(b) as (keyof RetentionDays)[]).every((name) => a[name] === b[name]);
}
