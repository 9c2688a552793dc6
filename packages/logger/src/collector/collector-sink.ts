import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";
import type { Level } from "@daybook/protocol";
import { BatchQueue } from "./batch-queue.ts";
import { BatchDelivery } from "./batch-delivery.ts";
import type { SpoolSettings } from "./delivery-settings.ts";
import { positive, spooledQueue, timing, withPath } from "./delivery-settings.ts";
import { judgeReply } from "./collector-reply.ts";
import { parseUrl } from "../config/environment.ts";
import { COLLECTOR_BUFFER_BYTES } from "../limits.ts";
import type { Sink } from "../core/sink.ts";

export interface CollectorSinkOptions extends SpoolSettings {
  /** Address of the collector, for example `http://127.0.0.1:8002`. */
  readonly url: string;
  /** A key of role `ingest`. Default: the variable DAYBOOK_KEY. */
  readonly key?: string;
  readonly level?: Level;
  /** Longest time that an event waits for others of its batch. Default 100 ms. */
  readonly lingerMs?: number;
  /** Events that wait in memory, compressed when no spool is behind it. Audited classes may take twice as much. Default 6 MB. */
  readonly maxBufferBytes?: number;
  /** A request without an answer is sent again after this. Default 15 s. */
  readonly requestTimeoutMs?: number;
  /**
   * How long `process.exit` and an uncaught exception may wait for the collector to take the last events. Default
   * 2 s; 0: they are given up.
   */
  readonly exitTimeoutMs?: number;
  /** Bodies from this size on are compressed; `false` never. Default: 4 kB, and never to a loopback address. */
  readonly gzipMinBytes?: number | false;
  /** Name of this (process, thread, sink), unique for ever. Default: host, process, thread and random digits. */
  readonly producer?: string;
  /** 0 ≤ n < 1, for the spread of retries. Default `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly nowMs?: () => number;
}

/**
 * Sends events to a Daybook collector in batches, one request at a time, until the collector says
 * that they are durable. Producer and number make it exactly once: whatever happens to a request, the
 * same batch is sent again and the collector knows what it has. A collector that is away, slow or
 * broken costs the program memory up to the limit and nothing else.
 */
export function collectorSink(options: CollectorSinkOptions): Sink {
  const url = withPath(parseUrl(options.url, "url"), "/logs");
  const key = options.key ?? process.env["DAYBOOK_KEY"];
  const nowMs = options.nowMs ?? Date.now;
  const maxMemoryBytes = positive(options.maxBufferBytes ?? COLLECTOR_BUFFER_BYTES, "maxBufferBytes");
  const memory = new BatchQueue({
    producer: options.producer ?? `${hostname()}:${process.pid}:${threadId}:${randomBytes(8).toString("hex")}`,
    maxBytes: maxMemoryBytes,
    // A spool takes what memory has no room for.
    pack: options.spoolDir === undefined,
  });
  const lasting = spooledQueue("collector", options, memory, maxMemoryBytes, nowMs);
  const delivery = new BatchDelivery({
    destination: {
      sink: "collector",
      title: "the collector",
      unreachable: "DAYBOOK_LOGGER_UNREACHABLE",
      encode: (batch) => batch.body,
      judge: judgeReply,
    },
    url,
    headers: {
      "content-type": "application/x-ndjson",
      ...(key === undefined || key === "" ? {} : { authorization: `Bearer ${key}` }),
    },
    queue: lasting ?? memory,
    lasting,
    ...timing(options, url),
    nowMs,
  });
  return delivery.asSink(options.level);
}
