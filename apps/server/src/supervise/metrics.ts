import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** What `/metrics` shows. The rooms count; here it is read when somebody asks. */
export interface MetricSources {
  journal: () => { durableSeq: number; segments: number; bytes: number; pendingBytes: number };
  ingest: () => { accepted: number; duplicates: number; rejected: number; gaps: number; producers: number };
  searchableSeq: () => number;
  streamClients: () => number;
  engine: () => { ready: boolean; restarts: number };
  /** Replacements by rule. */
  redactions: () => Readonly<Record<string, number>>;
}

export interface Metrics {
  /** Starts the clock of one acknowledgement; call the result when it is durable. */
  startAcknowledgement(): () => void;
  text(): Promise<string>;
}

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "daybook_" });
  const registers = [registry];
  const { journal, ingest, engine } = sources;

  const gauge = (name: string, help: string, read: () => number): unknown =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const counter = (name: string, help: string, read: () => number): unknown =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  gauge("daybook_journal_durable_seq", "Highest journal number on disk", () => journal().durableSeq);
  gauge("daybook_journal_segments", "Journal segments on disk", () => journal().segments);
  gauge("daybook_journal_bytes", "Bytes of the journal on disk", () => journal().bytes);
  gauge("daybook_journal_pending_bytes", "Bytes that wait for the disk", () => journal().pendingBytes);
  gauge("daybook_store_lag_events", "Durable events that cannot be searched yet", () =>
    Math.max(0, journal().durableSeq - sources.searchableSeq()),
  );
  gauge("daybook_stream_clients", "Live streams that are open", sources.streamClients);
  gauge("daybook_ingest_producers", "Producers whose counts are remembered", () => ingest().producers);
  gauge("daybook_engine_up", "1 when the engine answers", () => (engine().ready ? 1 : 0));
  counter("daybook_engine_restarts_total", "Restarts of the engine since start", () => engine().restarts);
  counter("daybook_ingest_accepted_total", "Events taken in since start", () => ingest().accepted);
  counter("daybook_ingest_duplicates_total", "Events that were held already", () => ingest().duplicates);
  counter("daybook_ingest_rejected_total", "Lines refused", () => ingest().rejected);
  counter("daybook_ingest_gaps_total", "Holes found in producers' counts", () => ingest().gaps);
  const redactions = new Counter({
    name: "daybook_redactions_total",
    help: "Secrets replaced at the door, by rule",
    labelNames: ["rule"],
    registers: [],
    collect() {
      this.reset();
      for (const [rule, count] of Object.entries(sources.redactions())) this.inc({ rule }, count);
    },
  });
  registry.registerMetric(redactions);
  const acknowledgement = new Histogram({
    name: "daybook_ingest_acknowledge_seconds",
    help: "From body in hand to durable",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  return {
    startAcknowledgement: () => acknowledgement.startTimer(),
    text: () => registry.metrics(),
  };
}
