import { randomBytes } from "node:crypto";
import type { TradingEvent } from "@daybook/analytics";
import { DaybookError } from "@daybook/protocol";
import type { FacetsReply, HistogramReply, SearchRequest, StatsReply } from "@daybook/protocol";
import { alignCursor } from "./align-cursor.ts";
import { backUpTable, restoreBackup } from "./backup.ts";
import { countErasable, eraseRows } from "./erase.ts";
import type { ErasableClass, ErasureTarget } from "./erase.ts";
import { facets } from "./facets.ts";
import type { FacetsRequest } from "./facets.ts";
import { findContext, getById, getBySeq } from "./find.ts";
import type { ContextLines, ContextOptions } from "./find.ts";
import type { Condition } from "./filter.ts";
import { histogram } from "./histogram.ts";
import type { HistogramRequest } from "./histogram.ts";
import { IntentFile } from "./intent.ts";
import { STORE_CURSOR } from "./journal-source.ts";
import type { JournalCursor, JournalSource } from "./journal-source.ts";
import { ensureSchema } from "./migrate.ts";
import { PoisonFile } from "./poison.ts";
import { StoreReader } from "./reader.ts";
import type { ReaderStats } from "./reader.ts";
import { rebuildTable } from "./rebuild.ts";
import type { RebuildResult } from "./rebuild.ts";
import { retentionDays } from "./retention.ts";
import type { RetentionDays } from "./retention.ts";
import type { TableOptions } from "./schema.ts";
import { countVolume, scanEvents } from "./scan.ts";
import { search } from "./search.ts";
import type { FoundLines, SearchContext } from "./search.ts";
import { stats } from "./stats.ts";
import { StoreClient, searchError } from "./store-client.ts";
import type { StoreAddress } from "./store-client.ts";
import { IntentWriter } from "./writer.ts";

export interface StoreOptions extends StoreAddress {
  journal: JournalSource;
  /** For the intent and for rows put aside; must exist. */
  stateDir: string;
  clock?: { nowMs(): number };
  /** Makes the tokens by which the engine knows a repeated insert again. Must never give the same twice. */
  newToken?: () => string;
  /** Lines of the journal up to this number may stand for events that were erased; 0 when not given. */
  erasedUpTo?: () => number;
  /** Days to keep, where they differ from the protocol's. */
  retention?: Partial<RetentionDays>;
  ttlIntervalSeconds?: number;
  maxBatchEvents?: number;
  maxBatchBytes?: number;
  /** Told of what no caller waits for: a row put aside, rows put right, a reader that had to stop. */
  onFault?: (error: Error) => void;
}

/** What the events of the journal can be asked for. */
export interface Store {
  /** Every event up to this journal number can be found. */
  readonly searchableSeq: number;
  /** Seconds for which the oldest event that cannot be found yet has waited. */
  readonly lagSeconds: number;
  /** Why events do not get in at the moment; null while they do. */
  readonly lastError: string | null;
  /** ClickHouse's version; null before the first contact. */
  readonly engineVersion: string | null;
  stats(range: StatsReply["range"]): Promise<StatsReply>;
  readerStats(): ReaderStats;
  /** False when the number was not reached in time. */
  waitSearchable(seq: number, timeoutMs: number): Promise<boolean>;
  search(request: SearchRequest): Promise<FoundLines>;
  getById(id: string): Promise<string | undefined>;
  getBySeq(seq: number): Promise<string | undefined>;
  context(id: string, options: ContextOptions): Promise<ContextLines | undefined>;
  histogram(request: HistogramRequest): Promise<HistogramReply>;
  facets(request: FacetsRequest): Promise<FacetsReply>;
  /** All events of a condition, oldest first; resolves to the number up to which they are complete. */
  scan(condition: Condition, onEvent: (event: TradingEvent) => void, signal?: AbortSignal): Promise<number>;
  /** Events of a condition by service and level. */
  volume(condition: Condition): Promise<{ service: string; level: string; count: number }[]>;
  /** Makes the table anew from the journal and swaps it in; searches and inserts go on. `progress` 0..1. */
  rebuild(progress: (share: number) => void): Promise<RebuildResult>;
  /** Copies the table into `dir/state/`, from where a start with that directory takes it. Complete up to the number returned. */
  backup(dir: string, progress: (share: number) => void): Promise<{ searchableSeq: number }>;
  /** What there is to erase of a subject. */
  countErasable(target: ErasureTarget): Promise<ErasableClass[]>;
  /** Removes a subject's events from the table and from what was put aside; no file has them when it resolves. Repeatable. */
  erase(target: ErasureTarget, progress: (share: number) => void): Promise<void>;
  /** Ends the reader after the batch under way, then the connections. */
  close(): Promise<void>;
}

/**
 * Opens the store behind a ClickHouse address and starts moving events into it. The engine need not be there yet: until it is, searches
 * reject with `DAYBOOK_STORE_UNAVAILABLE` and the reader waits.
 *
 * @throws DaybookError `DAYBOOK_STORE_SCHEMA` when the table was made by a newer version.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const cursor = await options.journal.openCursor(STORE_CURSOR);
  const store = new OpenStore(options, cursor);
  try {
    await store.prepare();
  } catch (error) {
    if (error instanceof DaybookError) throw error;
  }
  store.start();
  return store;
}

class OpenStore implements Store {
  readonly #options: StoreOptions;
  readonly #client: StoreClient;
  readonly #cursor: JournalCursor;
  readonly #poison: PoisonFile;
  readonly #clock: { nowMs(): number };
  readonly #newToken: () => string;
  readonly #table: TableOptions;
  readonly #reader: StoreReader;
  readonly #context: SearchContext;
  #engineVersion: string | null = null;
  #prepared = false;

  constructor(options: StoreOptions, cursor: JournalCursor) {
    const { journal, stateDir, maxBatchEvents, maxBatchBytes, retention, ttlIntervalSeconds } = options;
    this.#options = options;
    this.#cursor = cursor;
    this.#clock = options.clock ?? { nowMs: () => Date.now() };
    this.#newToken = options.newToken ?? (() => randomBytes(12).toString("hex"));
    this.#table = { retention: retentionDays(retention), ttlIntervalSeconds };
    this.#poison = new PoisonFile(stateDir);
    this.#client = new StoreClient(options);
    const onFault = options.onFault ?? (() => undefined);
    const [client, poison, newToken] = [this.#client, this.#poison, this.#newToken];
    this.#reader = new StoreReader({
      journal,
      cursor,
      intents: new IntentFile(stateDir),
      writer: new IntentWriter({ client, poison, newToken, erasedUpTo: options.erasedUpTo ?? (() => 0), onFault }),
      poison,
      prepare: () => this.prepare(),
      newToken,
      clock: this.#clock,
      onFault,
      ...(maxBatchEvents === undefined ? {} : { maxBatchEvents }),
      ...(maxBatchBytes === undefined ? {} : { maxBatchBytes }),
    });
    this.#context = { client, searchableSeq: () => this.#reader.searchableSeq, nowMs: () => this.#clock.nowMs() };
  }

  /** Makes sure once that the table is there and that cursor and table tell the same. Repeatable. */
  async prepare(): Promise<void> {
    if (this.#prepared) return;
    const { stateDir, journal } = this.#options;
    const [engine] = await this.#client.rows<{ version: string }>("SELECT version() AS version");
    this.#engineVersion = engine?.version ?? null;
    await restoreBackup(this.#client, stateDir, journal, this.#cursor);
    await ensureSchema(this.#client, this.#table);
    const doubtfulUpTo = await alignCursor(this.#client, journal, this.#cursor);
    this.#reader.beginAt(this.#cursor.seq, doubtfulUpTo);
    this.#prepared = true;
  }

  start(): void {
    this.#reader.start();
  }

  get searchableSeq(): number {
    return this.#reader.searchableSeq;
  }
  get lagSeconds(): number {
    return this.#reader.lagSeconds;
  }
  get lastError(): string | null {
    return this.#reader.lastError;
  }
  get engineVersion(): string | null {
    return this.#engineVersion;
  }
  readerStats(): ReaderStats {
    return this.#reader.stats;
  }
  waitSearchable(seq: number, timeoutMs: number): Promise<boolean> {
    return this.#reader.waitSearchable(seq, timeoutMs);
  }
  search(request: SearchRequest): Promise<FoundLines> {
    return search(this.#context, request);
  }
  getById(id: string): Promise<string | undefined> {
    return getById(this.#context, id);
  }
  getBySeq(seq: number): Promise<string | undefined> {
    return getBySeq(this.#context, seq);
  }
  context(id: string, options: ContextOptions): Promise<ContextLines | undefined> {
    return findContext(this.#context, id, options);
  }
  stats(range: StatsReply["range"]): Promise<StatsReply> {
    return stats(this.#context, range);
  }
  histogram(request: HistogramRequest): Promise<HistogramReply> {
    return histogram(this.#context, request);
  }
  facets(request: FacetsRequest): Promise<FacetsReply> {
    return facets(this.#context, request);
  }
  scan(condition: Condition, onEvent: (event: TradingEvent) => void, signal?: AbortSignal): Promise<number> {
    return scanEvents(this.#context, condition, onEvent, signal);
  }
  volume(condition: Condition): Promise<{ service: string; level: string; count: number }[]> {
    return countVolume(this.#context, condition);
  }

  rebuild(progress: (share: number) => void): Promise<RebuildResult> {
    return rebuildTable(
      {
        client: this.#client,
        journal: this.#options.journal,
        reader: this.#reader,
        poison: this.#poison,
        newToken: this.#newToken,
        clock: this.#clock,
        table: this.#table,
      },
      progress,
    ).catch((error: unknown) => {
      throw searchError(error);
    });
  }
  backup(dir: string, progress: (share: number) => void): Promise<{ searchableSeq: number }> {
    return backUpTable(this.#client, dir, this.searchableSeq, progress).catch((error: unknown) => {
      throw searchError(error);
    });
  }

  countErasable(target: ErasureTarget): Promise<ErasableClass[]> {
    return countErasable(this.#client, target).catch((error: unknown) => {
      throw searchError(error);
    });
  }
  async erase(target: ErasureTarget, progress: (share: number) => void): Promise<void> {
    this.#poison.erase(target);
    await eraseRows(this.#client, target, progress).catch((error: unknown) => {
      throw searchError(error);
    });
  }

  async close(): Promise<void> {
    await this.#reader.stop();
    await this.#client.close();
  }
}
