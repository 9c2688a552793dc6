import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";
import type { Level } from "@daybook/protocol";
import { BatchDelivery } from "../collector/batch-delivery.ts";
import type { Batch } from "../collector/batch.ts";
import { BatchQueue } from "../collector/batch-queue.ts";
import type { SpoolSettings } from "../collector/delivery-settings.ts";
import { positive, spooledQueue, timing, withPath } from "../collector/delivery-settings.ts";
import { parseUrl } from "../config/environment.ts";
import type { Sink } from "../core/sink.ts";
import { COLLECTOR_BUFFER_BYTES, OTLP_BATCH_EVENTS } from "../limits.ts";
import { otlpLogs } from "./otlp-logs.ts";
import { judgeOtlpReply } from "./otlp-reply.ts";

export interface OtlpSinkOptions extends SpoolSettings {
  /** Address of an OTLP/HTTP receiver, for example `http://127.0.0.1:4318`; `/v1/logs` is added when it is missing. */
  readonly url: string;
  /** Headers of each request, for example `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly level?: Level;
  /** Longest time that an event waits for others of its batch. Default 100 ms. */
  readonly lingerMs?: number;
  /** Events of one request. Default 512. */
  readonly maxBatchEvents?: number;
  /** Events that wait in memory, compressed when no spool is behind it. Audited classes may take twice as much. Default 6 MB. */
  readonly maxBufferBytes?: number;
  /** A request without an answer is sent again after this. Default 15 s. */
  readonly requestTimeoutMs?: number;
  /** How long `process.exit` and an uncaught exception may wait for the last events. Default 2 s; 0: they are given up. */
  readonly exitTimeoutMs?: number;
  /** Bodies from this size on are compressed; `false` never. Default: 4 kB, and never to a loopback address. */
  readonly gzipMinBytes?: number | false;
  /** 0 ≤ n < 1, for the spread of retries. Default `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly nowMs?: () => number;
}

/**
 * Sends events as OpenTelemetry logs (OTLP/HTTP with JSON) in batches, one request at a time, until they
 * are taken. OTLP does not know repetitions: after an answer that was lost an event may arrive twice, with
 * the same `id`.
 */
export function otlpSink(options: OtlpSinkOptions): Sink {
  const url = withPath(parseUrl(options.url, "url"), "/v1/logs");
  const nowMs = options.nowMs ?? Date.now;
  const maxMemoryBytes = positive(options.maxBufferBytes ?? COLLECTOR_BUFFER_BYTES, "maxBufferBytes");
  const memory = new BatchQueue({
    producer: `${hostname()}:${process.pid}:${threadId}:${randomBytes(8).toString("hex")}`,
    maxBytes: maxMemoryBytes,
    // A spool takes what memory has no room for.
    pack: options.spoolDir === undefined,
    maxEvents: positive(options.maxBatchEvents ?? OTLP_BATCH_EVENTS, "maxBatchEvents"),
  });
  const lasting = spooledQueue("otlp", options, memory, maxMemoryBytes, nowMs);
  const bodies = new WeakMap<Batch, Uint8Array>();
  const delivery = new BatchDelivery({
    destination: {
      sink: "otlp",
      title: "the OTLP endpoint",
      unreachable: "DAYBOOK_LOGGER_OTLP",
      encode: (batch) => {
        const known = bodies.get(batch) ?? Buffer.from(otlpLogs(batch.body.toString("utf8")));
        bodies.set(batch, known);
        return known;
      },
      judge: judgeOtlpReply,
    },
    url,
    headers: { ...options.headers, "content-type": "application/json" },
    queue: lasting ?? memory,
    lasting,
    ...timing(options, url),
    nowMs,
  });
  return delivery.asSink(options.level);
}
