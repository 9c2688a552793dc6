import { statfs } from "node:fs/promises";
import type { StatusReply } from "@daybook/protocol";

/** What the status page needs of each room. */
export interface StatusSources {
  version: string;
  startedAtMs: number;
  dataDir: string;
  journal: { stats(): { lastSeq: number; durableSeq: number; segments: number; bytes: number; oldestSeq: number } };
  /** `oldestUnsearchableMs`: when the oldest event that cannot be searched yet became durable, or null. */
  store: { searchableSeq: number; lagSeconds: number; lastError: string | null; engineVersion: string | null };
  /** Undefined when the trail is off. */
  audit: { seq: number; lagSeconds: number; lastError: string | null } | undefined;
  engine: { state: "starting" | "ready" | "down"; restarts: number; pid: number | null } | undefined;
  tail: { size: number };
}

export function createStatus(sources: StatusSources): () => Promise<StatusReply> {
  const { journal, store, audit, engine, tail, dataDir } = sources;
  return async () => {
    const { lastSeq, durableSeq, segments, bytes, oldestSeq } = journal.stats();
    const disk = await statfs(dataDir);
    return {
      version: sources.version,
      started_at: new Date(sources.startedAtMs).toISOString(),
      data_dir: dataDir,
      journal: { last_seq: lastSeq, durable_seq: durableSeq, segments, bytes, oldest_seq: oldestSeq },
      readers: [
        {
          name: "store",
          seq: store.searchableSeq,
          lag_events: Math.max(0, durableSeq - store.searchableSeq),
          lag_seconds: store.lagSeconds,
          error: store.lastError,
        },
        ...(audit === undefined
          ? []
          : [
              {
                name: "audit",
                seq: audit.seq,
                lag_events: Math.max(0, durableSeq - audit.seq),
                lag_seconds: audit.lagSeconds,
                error: audit.lastError,
              },
            ]),
      ],
      engine: {
        // An outside ClickHouse has no process of ours: it is ready while the reader gets through.
        state: engine?.state ?? (store.lastError === null ? "ready" : "down"),
        version: store.engineVersion,
        restarts: engine?.restarts ?? 0,
        pid: engine?.pid ?? null,
      },
      stream: { clients: tail.size },
      disk: { free_bytes: disk.bavail * disk.bsize, total_bytes: disk.blocks * disk.bsize },
    };
  };
}
