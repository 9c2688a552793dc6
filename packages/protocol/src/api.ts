import type { ErrorCode, Problem } from "./errors.ts";
import type { Level } from "./levels.ts";
import type { LogRecord } from "./record.ts";

/**
 * A record as it leaves over HTTP and WebSocket: the canonical line, parsed as JSON. Money fields are a
 * number when a float64 holds the value, else the exact decimal text.
 */
export type WireRecord = Omit<LogRecord, "quantity" | "price" | "pnl" | "fees"> & {
  quantity?: number | string;
  price?: number | string;
  pnl?: number | string;
  fees?: number | string;
};

export interface RejectedLine {
  /** 1-based line of an NDJSON body, or element of an array. */
  line: number;
  code: ErrorCode;
  reason: string;
}

/** Answer of `POST /logs`: 202, or 400 when nothing was accepted and something was rejected. */
export interface IngestReply {
  accepted: number;
  /** Events already held: the same producer and number, the same id, or the same Idempotency-Key. */
  duplicates: number;
  /** The first thousand; `rejected_count` counts all. */
  rejected: RejectedLine[];
  rejected_count?: number;
  /** Journal numbers given to the accepted events; null when none. */
  first_seq: number | null;
  last_seq: number | null;
}

/** The filter that search, histogram, facets and export share. All conditions hold together. */
export interface SearchFilter {
  /** Text in the search language. */
  query?: string;
  /** Minimum is not meant: exactly this level; use `query=level:>=WARNING` for a rank. */
  level?: string;
  service?: string;
  event_type?: string;
  status?: string;
  /** RFC 3339 or `now-1h`; included. */
  start_time?: string;
  /** RFC 3339 or `now`; not included. */
  end_time?: string;
}

export interface SearchRequest extends SearchFilter {
  /** 0–1000, default 100. */
  limit?: number;
  cursor?: string;
  /** By (timestamp, seq); default `desc`, newest first. */
  order?: "asc" | "desc";
  /** Default `exact` with `limit=0`, else `none`. */
  total?: "exact" | "none";
  /** Wait (at most 5 s) until this journal number is searchable. */
  min_seq?: number;
}

export interface SearchReply {
  events: WireRecord[];
  total: number | null;
  next_cursor: string | null;
  /** The journal number up to which the answer is complete. */
  as_of_seq: number;
  took_ms: number;
}

/** `GET /logs/{id}/context?before=20&after=20&scope=producer|service|all`: neighbours in journal order. */
export interface ContextReply {
  before: WireRecord[];
  event: WireRecord;
  after: WireRecord[];
}

export interface CountedValue {
  value: string;
  count: number;
}

/** `GET /logs/stats?range=1h|24h|7d` */
export interface StatsReply {
  range: "1h" | "24h" | "7d";
  start_time: string;
  end_time: string;
  total: number;
  /** Events of level ERROR and above. */
  errors: number;
  /** The same counts of the range before, for a trend. */
  previous: { total: number; errors: number };
  by_level: Partial<Record<Level, number>>;
  by_service: CountedValue[];
  by_event_type: CountedValue[];
  /** Equal steps over the range, oldest first. */
  error_trend: { time: string; total: number; errors: number }[];
  as_of_seq: number;
}

/** `GET /logs/histogram?…filter&buckets=N` (N ≤ 500, default 60) */
export interface HistogramReply {
  start_time: string;
  end_time: string;
  interval_ms: number;
  /** Oldest first, empty buckets included; `time` is the bucket's start. */
  buckets: { time: string; counts: Partial<Record<Level, number>> }[];
  total: number;
  as_of_seq: number;
}

/** `GET /logs/facets?…filter&fields=level,service,data.endpoint&limit=20` */
export interface FacetsReply {
  facets: {
    field: string;
    values: CountedValue[];
    /** Events with a value not listed. */ other: number;
    missing: number;
  }[];
  as_of_seq: number;
}

/** Client → server frames of `GET /logs/stream`. A second subscribe replaces the first. */
export type StreamRequest = { type: "subscribe"; query?: string; after_seq?: number } | { type: "unsubscribe" };

/** Server → client frames of `GET /logs/stream`. */
export type StreamFrame =
  | { type: "events"; events: WireRecord[] }
  /** The client was too slow: so many matching events were left out here. */
  | { type: "dropped"; count: number }
  /** Everything up to this journal number has been looked at. */
  | { type: "position"; seq: number }
  | { type: "error"; problem: Problem };

/** `GET /views`, `PUT /views/{name}`, `DELETE /views/{name}`: searches that people keep. */
export interface SavedView {
  name: string;
  /** The page's URL state, for example `q=level:ERROR&range=1h`. */
  state: string;
  updated_at: string;
}

/** `GET /session`: who the page is signed in as; 401 when nobody. `POST /session {code}` signs in. */
export interface SessionReply {
  role: Role;
}

export const ROLES = ["ingest", "read_only", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** `GET /admin/status`: what `daybook doctor` and the page's footer show. */
/** `GET /audit/status`. */
export interface AuditStatus {
  /** `stopped`: nothing is signed any more; `error` says why. `waiting`: the disk is full. `off`: there is none. */
  state: "off" | "replaying" | "running" | "waiting" | "stopped" | "closed";
  /** Name of the trail. */
  origin: string;
  /** Verifier key that signs now. */
  key: string;
  /** Entries under the newest signed head. */
  size: number;
  /** Base64. */
  root: string;
  /** The journal is covered up to here. */
  seq: number;
  error: string | null;
  /** Null without a chain. */
  anchor: {
    name: string;
    /** Entries under the newest head that is anchored for certain. */
    size: number;
    anchored_at: string | null;
    /** Entries have waited for three intervals. */
    behind: boolean;
    error: string | null;
  } | null;
  /** What each witness cosigned last in this run. */
  witnesses: readonly { name: string; size: number; error: string | null }[];
}

export interface StatusReply {
  version: string;
  started_at: string;
  data_dir: string;
  journal: { last_seq: number; durable_seq: number; segments: number; bytes: number; oldest_seq: number };
  readers: { name: string; seq: number; lag_events: number; lag_seconds: number; error: string | null }[];
  engine: { state: "starting" | "ready" | "down"; version: string | null; restarts: number; pid: number | null };
  stream: { clients: number };
  disk: { free_bytes: number; total_bytes: number };
}
