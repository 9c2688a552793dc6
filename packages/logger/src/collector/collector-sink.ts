import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import type { Level } from "@daybook/protocol";
import { BatchQueue } from "./batch-queue.ts";
import { CollectorDelivery } from "./collector-delivery.ts";
import { configError, parseUrl } from "../config/environment.ts";
import {
  BATCH_LINGER_MS,
  COLLECTOR_BUFFER_BYTES,
  EXIT_DELIVERY_MS,
  GZIP_MIN_BYTES,
  REQUEST_TIMEOUT_MS,
  SPOOL_MAX_BYTES,
} from "../limits.ts";
import type { Sink } from "../core/sink.ts";
import { SpooledQueue } from "./spooled-queue.ts";

export interface CollectorSinkOptions {
  /** Address of the collector, for example `http://127.0.0.1:8002`. */
  readonly url: string;
  /** A key of role `ingest`. Default: the variable DAYBOOK_KEY. */
  readonly key?: string;
  readonly level?: Level;
  /** Longest time that an event waits for others of its batch. Default 100 ms. */
  readonly lingerMs?: number;
  /** Events that wait in memory. Audited classes may take twice as much. Default 16 MB. */
  readonly maxBufferBytes?: number;
  /**
   * Directory of the spool; absent: memory only. What the collector has not acknowledged after a moment, what memory
   * has no room for and what is left at the end goes there, and the next process of the same service sends it. One
   * directory for each collector.
   */
  readonly spoolDir?: string;
  /** Bytes of the spool; beyond it events wait in memory, and are dropped when that is full. Default 256 MB. */
  readonly maxSpoolBytes?: number;
  /**
   * Whether a call with an event of an audited class returns only when it is in the spool, where it outlives `kill -9`
   * (not a power cut). Default false: such events may be up to a second in memory alone.
   */
  readonly spoolAudited?: boolean;
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
  const url = logsAddress(parseUrl(options.url, "url"));
  const key = options.key ?? process.env["DAYBOOK_KEY"];
  const nowMs = options.nowMs ?? Date.now;
  const maxMemoryBytes = positive(options.maxBufferBytes ?? COLLECTOR_BUFFER_BYTES, "maxBufferBytes");
  const memory = new BatchQueue({
    producer: options.producer ?? `${hostname()}:${process.pid}:${threadId}:${randomBytes(8).toString("hex")}`,
    maxBytes: maxMemoryBytes,
  });
  const lasting = spooled(options, memory, maxMemoryBytes, nowMs);
  const delivery = new CollectorDelivery({
    url,
    headers: {
      "content-type": "application/x-ndjson",
      ...(key === undefined || key === "" ? {} : { authorization: `Bearer ${key}` }),
    },
    queue: lasting ?? memory,
    lasting,
    lingerMs: positive(options.lingerMs ?? BATCH_LINGER_MS, "lingerMs"),
    requestTimeoutMs: positive(options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS, "requestTimeoutMs"),
    exitTimeoutMs:
      options.exitTimeoutMs === 0 ? 0 : positive(options.exitTimeoutMs ?? EXIT_DELIVERY_MS, "exitTimeoutMs"),
    gzipMinBytes: gzipThreshold(options.gzipMinBytes, url),
    random: options.random ?? Math.random,
    nowMs,
  });
  return {
    name: "collector",
    ...(options.level === undefined ? {} : { level: options.level }),
    attach: (host) => delivery.attach(host),
    write: (line, kind) => delivery.add(line, kind.audited),
    flush: (timeoutMs) => delivery.flush(timeoutMs),
    flushSync: (last) => {
      if (last) delivery.finish();
      else delivery.save();
    },
    close: (timeoutMs) => delivery.close(timeoutMs),
  };
}

function spooled(
  { spoolDir, maxSpoolBytes, spoolAudited }: CollectorSinkOptions,
  memory: BatchQueue,
  maxMemoryBytes: number,
  nowMs: () => number,
): SpooledQueue | undefined {
  if (spoolDir === undefined) {
    if (spoolAudited !== true) return undefined;
    throw configError("spoolAudited", true, "left out, or used together with spoolDir");
  }
  if (typeof spoolDir !== "string" || spoolDir === "") throw configError("spoolDir", spoolDir, "a directory");
  return new SpooledQueue({
    memory,
    maxMemoryBytes,
    maxSpoolBytes: positive(maxSpoolBytes ?? SPOOL_MAX_BYTES, "maxSpoolBytes"),
    spoolAudited: spoolAudited === true,
    // A service's name may be any text; what is not fit for a directory becomes `_`.
    dirOf: ({ service }) => join(spoolDir, service.replace(/[^\w-]/g, "_").slice(0, 100)),
    nowMs,
  });
}

function logsAddress(base: URL): URL {
  const url = new URL(base);
  if (!url.pathname.endsWith("/logs")) url.pathname = `${url.pathname.replace(/\/$/, "")}/logs`;
  return url;
}

function gzipThreshold(given: number | false | undefined, url: URL): number {
  if (given === false) return Number.POSITIVE_INFINITY;
  if (given !== undefined) return positive(given, "gzipMinBytes");
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  return loopback ? Number.POSITIVE_INFINITY : GZIP_MIN_BYTES;
}

function positive(value: number, setting: string): number {
  if (typeof value === "number" && value >= 1 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw configError(setting, value, "a number of 1 or more");
}
