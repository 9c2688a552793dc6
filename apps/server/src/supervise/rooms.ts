import { compileQuery, parseQuery } from "@daybook/query";
import type { Redactor } from "@daybook/protocol";
import type { KeyStore } from "../access/key-store.ts";
import type { Sessions } from "../access/sessions.ts";
import type { AuditRoom } from "../audit/audit-room.ts";
import type { Config } from "../config/settings.ts";
import type { EngineHandle } from "../engine/index.ts";
import type { ErasureState } from "../erasure/index.ts";
import type { IngestDoor, Rooms } from "../http/rooms.ts";
import type { Ingest } from "../ingest/index.ts";
import type { Journal } from "../journal/index.ts";
import { backUp } from "../state/backup.ts";
import { openViews } from "../state/views.ts";
import type { Store } from "../store/index.ts";
import type { TailHub } from "../tail/hub.ts";
import type { Surroundings } from "./daybook.ts";
import type { TrailRooms } from "./trail-rooms.ts";
import { createAuditDoor } from "./audit-door.ts";
import { createErasureDoor } from "./erasure-door.ts";
import { createJobs } from "./jobs.ts";
import { createMetrics } from "./metrics.ts";
import type { Metrics } from "./metrics.ts";
import { createReportsDoor } from "./reports-door.ts";
import type { ReportSettings } from "./reports-door.ts";
import { createStatus } from "./status.ts";

/** The open rooms of one installation. */
export interface Parts {
  config: Pick<Config, "audit_public" | "audit_exclude" | "retain_at_least"> & ReportSettings;
  journal: Journal;
  ingest: Ingest;
  /** Undefined with an outside ClickHouse. */
  engine: EngineHandle | undefined;
  store: Store;
  trail: TrailRooms;
  erasure: ErasureState;
  tail: TailHub;
  keys: KeyStore;
  sessions: Sessions;
  redactor: Redactor;
  dataDir: string;
  stateDir: string;
  newId: () => string;
  publicUrl: () => string;
}

/** What the HTTP doors open to. */
export function connectRooms(parts: Parts, around: Pick<Surroundings, "version" | "nowMs" | "log">): Rooms {
  const { journal, ingest, engine, store, trail, tail, keys, sessions, redactor } = parts;
  const { audit } = trail;
  const { dataDir, stateDir, newId, publicUrl } = parts;
  const { version, nowMs } = around;
  const report = (error: unknown, where: string): void => {
    around.log("error", `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const jobs = createJobs({ newId, report });
  const metrics = createMetrics({
    journal: () => journal.stats(),
    ingest: () => ingest.stats(),
    searchableSeq: () => store.searchableSeq,
    streamClients: () => tail.size,
    engine: () => ({
      ready: engine ? engine.state === "ready" : store.lastError === null,
      restarts: engine?.restarts ?? 0,
    }),
    redactions: () => redactor.counts(),
  });
  return {
    version,
    ingest: measured(ingest, metrics),
    store,
    tail,
    keys,
    sessions,
    views: openViews(stateDir, { record: (event) => ingest.acceptInternal(event), nowMs }),
    admin: {
      status: createStatus({
        version,
        startedAtMs: nowMs(),
        dataDir,
        journal,
        store,
        audit: audit?.sequencer,
        engine,
        tail,
      }),
      startBackup: (dir) =>
        jobs.start("backup", (progress) =>
          backUp(dir, { dataDir, version, nowMs, journal, store, ...pauseOf(audit) }, progress).then(async (made) => {
            // An erasure cannot reach it: it is known where it lies.
            const data = { format: "backup", dir: made.dir, last_seq: made.last_seq };
            await ingest.acceptInternal({ event_type: "export", message: `Backup written to ${made.dir}`, data });
            return made;
          }),
        ),
      startRebuild: () =>
        jobs.start("rebuild", (progress) => store.rebuild((share) => progress(share, "reading the journal"))),
      job: (id) => jobs.get(id),
    },
    audit: createAuditDoor(parts, jobs, nowMs),
    erasure: createErasureDoor(parts, jobs, nowMs, report),
    reports: createReportsDoor(parts, jobs, nowMs),
    notReady: () => notReady(parts),
    metricsText: () => metrics.text(),
    compileQuery: (query) => compileQuery(parseQuery(query, { now: nowMs })),
    publicUrl,
    report,
  };
}

function pauseOf(audit: AuditRoom | undefined): { pauseTrail?: (work: () => Promise<void>) => Promise<void> } {
  if (audit === undefined) return {};
  return {
    pauseTrail: (work) =>
      audit.sequencer.exclusive(async (trail) => {
        // A trail that is stopped is copied as it is.
        if (audit.sequencer.state === "running") await trail.sync();
        await work();
      }),
  };
}

function measured(ingest: Ingest, metrics: Metrics): IngestDoor {
  return {
    async accept(body, format, options) {
      const durable = metrics.startAcknowledgement();
      const reply = await ingest.accept(body, format, options);
      durable();
      return reply;
    },
  };
}

function notReady({ journal, engine, store }: Parts): string | null {
  const { state } = journal.stats();
  if (state !== "ok") return `the journal is ${state}`;
  if (engine && engine.state !== "ready") return `the engine is ${engine.state}`;
  return store.lastError === null ? null : `the store does not take events: ${store.lastError}`;
}
