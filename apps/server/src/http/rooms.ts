import type { ReadStream } from "node:fs";
import type { ReportRequest } from "@daybook/analytics";
import type {
  AuditStatus,
  FacetsReply,
  HistogramReply,
  IngestReply,
  LogRecord,
  SavedView,
  SearchFilter,
  SearchRequest,
  StatsReply,
  StatusReply,
} from "@daybook/protocol";
import type { KeyStore } from "../access/key-store.ts";
import type { Sessions } from "../access/sessions.ts";
import type { ErasureOrder, ErasurePlan, Hold, Subject } from "../erasure/index.ts";
import type { TailHub } from "../tail/hub.ts";

/** What the doors need of ingest. */
export interface IngestDoor {
  /** Resolves when every accepted event is durable. */
  accept(
    body: Buffer,
    format: "json" | "ndjson",
    options: { idempotencyKey?: string | undefined; principal?: string | undefined },
  ): Promise<IngestReply>;
}

/** Exact canonical lines instead of records: they go out as they were written. */
export interface FoundLines {
  lines: string[];
  total: number | null;
  next_cursor: string | null;
  as_of_seq: number;
}

/** What the doors need of the store. Every call rejects with a DaybookError when the engine is away. */
export interface SearchDoor {
  readonly searchableSeq: number;
  /** False when the number was not reached in time. */
  waitSearchable(seq: number, timeoutMs: number): Promise<boolean>;
  search(request: SearchRequest): Promise<FoundLines>;
  getById(id: string): Promise<string | undefined>;
  context(
    id: string,
    options: { before: number; after: number; scope: "producer" | "service" | "all" },
  ): Promise<{ before: string[]; event: string; after: string[] } | undefined>;
  stats(range: StatsReply["range"]): Promise<StatsReply>;
  histogram(request: SearchFilter & { buckets: number }): Promise<HistogramReply>;
  facets(request: SearchFilter & { fields: string[]; limit: number }): Promise<FacetsReply>;
}

export interface ViewsDoor {
  list(): SavedView[];
  save(name: string, state: string, by: string): Promise<SavedView>;
  /** False when there is no such view. */
  remove(name: string, by: string): Promise<boolean>;
}

export interface Job {
  id: string;
  kind: "backup" | "rebuild" | "audit check" | "erasure" | "export";
  state: "running" | "done" | "failed";
  /** 0..1 */
  progress: number;
  message: string;
  result: unknown;
}

export interface AdminDoor {
  status(): Promise<StatusReply>;
  startBackup(dir: string): Job;
  startRebuild(): Job;
  job(id: string): Job | undefined;
}

/** Directories of the trail that can be listed. */
export type TrailList = "checkpoints" | "receipts" | "keys";

/** What evidence is asked for. Times as in searches; `to` is not included. */
export interface EvidenceRange {
  from: string;
  to: string;
  /** Which records are given; all when empty. */
  query: string;
}

/** What the doors need of the audit trail. */
export interface AuditDoor {
  /** Heads, tiles and keys may be read without a key. */
  readonly isPublic: boolean;
  status(): AuditStatus;
  checkpoint(): string | undefined;
  file(path: string): Promise<Uint8Array | undefined>;
  list(dir: TrailList): Promise<string[]>;
  /** The `.tlog-proof` file of an event, by its canonical line. */
  prove(line: string): Promise<string>;
  rotateKey(by: string): Promise<{ key: string; from_size: number }>;
  startCheck(): Job;
  /**
   * The text of a file of evidence, part by part. Rejects before the first part for wrong times or a wrong query, and when the trail
   * does not cover the time any more.
   */
  evidence(range: EvidenceRange, by: string): Promise<AsyncIterable<string>>;
  /** Anchors the newest head without waiting for its time. Rejects with DAYBOOK_AUDIT_NO_ANCHOR without a chain. */
  anchorNow(): Promise<NonNullable<AuditStatus["anchor"]>>;
}

/** What the doors need of erasures and holds. */
export interface ErasureDoor {
  plan(subject: Subject): Promise<ErasurePlan>;
  /** The job fails with DAYBOOK_ERASURE_REFUSED under a hold or before its time. */
  start(order: ErasureOrder): Job;
  holds(): readonly Hold[];
  /** Null: everything. */
  placeHold(subject: Subject | null, reason: string, by: string): Promise<Hold>;
  /** False when there is no such hold. */
  liftHold(id: string, by: string): Promise<boolean>;
}

export type ReportFormat = "json" | "html" | "csv" | "parquet";
export type ReportTable = "trades" | "days" | "symbols" | "strategies";

/** What is to be exported, as asked for. */
export interface ExportRequest {
  output_file: string;
  start_date?: string | undefined;
  end_date?: string | undefined;
  event_types: string[];
  query: string;
  time_zone?: string | undefined;
}

/**
 * What the doors need of reports. Calls reject with DAYBOOK_REPORT_PARAMETER for a parameter that is not valid, and end when
 * the signal says so.
 */
export interface ReportsDoor {
  performance(
    request: ReportRequest,
    format: ReportFormat,
    table: ReportTable,
    signal: AbortSignal,
  ): Promise<string | Uint8Array>;
  daily(request: ReportRequest, format: "json" | "html", signal: AbortSignal): Promise<string>;
  logs(request: ReportRequest, format: "json" | "html", signal: AbortSignal): Promise<string>;
  tradingMetrics(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  symbolPerformance(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  systemMetrics(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  riskMetrics(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  errorSummary(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  tradeLife(id: string, signal: AbortSignal): Promise<unknown>;
  noTrade(request: ReportRequest, signal: AbortSignal): Promise<unknown>;
  reconcile(request: ReportRequest, csv: Uint8Array, signal: AbortSignal): Promise<unknown>;
  /** The job's result names the file, its events and bytes. */
  startExport(request: ExportRequest, by: string): Job;
  listExports(): Promise<{ name: string; bytes: number; modified: string }[]>;
  openExport(name: string): Promise<{ stream: ReadStream; size: number }>;
}

/** Everything that the HTTP room opens doors to. */
export interface Rooms {
  version: string;
  ingest: IngestDoor;
  store: SearchDoor;
  tail: TailHub;
  keys: KeyStore;
  sessions: Sessions;
  views: ViewsDoor;
  admin: AdminDoor;
  /** Undefined when the trail is off. */
  audit: AuditDoor | undefined;
  /** Undefined when the trail is off: nothing is erased without its record. */
  erasure: ErasureDoor | undefined;
  reports: ReportsDoor;
  /** Why the installation is not ready, or null. */
  notReady(): string | null;
  metricsText(): Promise<string>;
  compileQuery(query: string): (record: LogRecord) => boolean;
  /** The address people open, without a slash at the end. */
  publicUrl(): string;
  report(error: unknown, where: string): void;
}
