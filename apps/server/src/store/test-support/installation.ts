import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@clickhouse/client";
import type { ClickHouseClient } from "@clickhouse/client";
import { superviseEngine } from "../../engine/index.ts";
import type { EngineHandle } from "../../engine/index.ts";
import { openStore } from "../store.ts";
import type { Store, StoreOptions } from "../store.ts";
import type { MemoryJournal } from "./memory-journal.ts";

/** Test times are in the past: nothing may expire while a test looks at it. */
const KEPT_LONG = { debug: 20_000, info: 20_000, warning: 20_000, error: 20_000, trade: 20_000 } as const;

/** A data directory with a real engine (from `dist`), for as many stores as a test opens on it. */
export interface TestInstallation {
  dataDir: string;
  stateDir: string;
  engine: EngineHandle;
  sql: ClickHouseClient;
  faults: Error[];
  open(journal: MemoryJournal, options?: Partial<StoreOptions>): Promise<Store>;
  rows<T>(query: string): Promise<T[]>;
  /** Drops the table and forgets intents and rows put aside. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startInstallation(): Promise<TestInstallation> {
  const dataDir = mkdtempSync(join(tmpdir(), "daybook-store-"));
  const stateDir = join(dataDir, "state");
  mkdirSync(stateDir);
  const engine = await superviseEngine({ dataDir });
  const { url, username, password } = engine;
  const sql = createClient({ url, username, password });
  const faults: Error[] = [];
  return {
    dataDir,
    stateDir,
    engine,
    sql,
    faults,
    open: (journal, options = {}) =>
      openStore({
        journal,
        stateDir,
        url: () => engine.url,
        username,
        password,
        retention: KEPT_LONG,
        onFault: (error) => faults.push(error),
        ...options,
      }),
    rows: async <T>(query: string) =>
      (
        await sql.query({
          query,
          format: "JSONEachRow",
          clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
        })
      ).json<T>() as Promise<T[]>,
    async reset() {
      await sql.command({ query: "DROP DATABASE IF EXISTS daybook SYNC" });
      for (const name of ["store-intent.json", "poison"])
        rmSync(join(stateDir, name), { recursive: true, force: true });
      faults.length = 0;
    },
    async close() {
      await sql.close();
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Until everything of the journal can be found. */
export async function settled(store: Store, journal: MemoryJournal, timeoutMs = 25_000): Promise<void> {
  if (!(await store.waitSearchable(journal.durableSeq, timeoutMs))) {
    throw new Error(`Only ${store.searchableSeq} of ${journal.durableSeq} can be found: ${store.lastError}`);
  }
}
