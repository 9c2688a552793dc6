import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** What `/metrics` shows. Values that a room already counts are read when somebody asks. */
export interface MetricSources {
  journal: () => { lastSeq: number; durableSeq: number; segments: number; bytes: number };
  searchableSeq: () => number;
  streamClients: () => number;
  engine: () => { ready: boolean; restarts: number };
}

export interface Metrics {
  readonly accepted: Counter;
  readonly duplicates: Counter;
  readonly rejected: Counter<"code">;
  /** Seconds from body in hand to durable. */
  readonly acknowledgeSeconds: Histogram;
  text(): Promise<string>;
}

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "daybook_" });
  const registers = [registry];

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  gauge("daybook_journal_durable_seq", "Highest journal number on disk", () => sources.journal().durableSeq);
  gauge("daybook_journal_segments", "Journal segments on disk", () => sources.journal().segments);
  gauge("daybook_journal_bytes", "Bytes of the journal on disk", () => sources.journal().bytes);
  gauge("daybook_store_lag_events", "Durable events that cannot be searched yet", () =>
    Math.max(0, sources.journal().durableSeq - sources.searchableSeq()),
  );
  gauge("daybook_stream_clients", "Live streams that are open", sources.streamClients);
  gauge("daybook_engine_up", "1 when the engine answers", () => (sources.engine().ready ? 1 : 0));
  gauge("daybook_engine_restarts", "Restarts of the engine since start", () => sources.engine().restarts);

  return {
    accepted: new Counter({ name: "daybook_ingest_accepted_total", help: "Events taken in", registers }),
    duplicates: new Counter({ name: "daybook_ingest_duplicates_total", help: "Events that were held already", registers }),
    rejected: new Counter({
      name: "daybook_ingest_rejected_total",
      help: "Lines refused, by error code",
      labelNames: ["code"],
      registers,
    }),
    acknowledgeSeconds: new Histogram({
      name: "daybook_ingest_acknowledge_seconds",
      help: "From body in hand to durable",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    text: () => registry.metrics(),
  };
}
