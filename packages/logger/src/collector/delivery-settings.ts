import { join } from "node:path";
import { configError } from "../config/environment.ts";
import { BATCH_LINGER_MS, EXIT_DELIVERY_MS, GZIP_MIN_BYTES, REQUEST_TIMEOUT_MS, SPOOL_MAX_BYTES } from "../limits.ts";
import type { BatchQueue } from "./batch-queue.ts";
import { SpooledQueue } from "./spooled-queue.ts";

/** What sinks that send batches over HTTP have in common. */
export interface SpoolSettings {
  /**
   * Directory of the spool; absent: memory only. What was not acknowledged after a moment, what memory has no room for
   * and what is left at the end goes there, and the next process of the same service sends it. One directory for each
   * destination.
   */
  readonly spoolDir?: string;
  /** Bytes of the spool; beyond it events wait in memory, and are dropped when that is full. Default 256 MB. */
  readonly maxSpoolBytes?: number;
  /**
   * Whether a call with an event of an audited class returns only when it is in the spool, where it outlives `kill -9`
   * (not a power cut). Default false: such events may be up to a second in memory alone.
   */
  readonly spoolAudited?: boolean;
}

/** The queue in front of the spool, if there is to be one. */
export function spooledQueue(
  sink: string,
  { spoolDir, maxSpoolBytes, spoolAudited }: SpoolSettings,
  memory: BatchQueue,
  maxMemoryBytes: number,
  nowMs: () => number,
): SpooledQueue | undefined {
  if (spoolDir === undefined) {
    if (spoolAudited !== true) return undefined;
    throw configError("spoolAudited", true, "left out, or used together with spoolDir");
  }
  if (typeof spoolDir !== "string" || spoolDir === "") throw configError("spoolDir", spoolDir, "a directory");
  const suffix = sink === "collector" ? "" : `.${sink}`;
  return new SpooledQueue({
    sink,
    memory,
    maxMemoryBytes,
    maxSpoolBytes: positive(maxSpoolBytes ?? SPOOL_MAX_BYTES, "maxSpoolBytes"),
    spoolAudited: spoolAudited === true,
    // A service's name may be any text; what is not fit for a directory becomes `_`.
    dirOf: ({ service }) => join(spoolDir, `${service.replace(/[^\w-]/g, "_").slice(0, 100)}${suffix}`),
    nowMs,
  });
}

/** Waits and limits that a sink's options may set, with their defaults. Throws DAYBOOK_LOGGER_CONFIG when one is wrong. */
export interface TimingSettings {
  readonly lingerMs?: number;
  readonly requestTimeoutMs?: number;
  readonly exitTimeoutMs?: number;
  readonly gzipMinBytes?: number | false;
  readonly random?: () => number;
}

export function timing(
  options: TimingSettings,
  url: URL,
): Required<TimingSettings> & { readonly gzipMinBytes: number } {
  const { lingerMs, requestTimeoutMs, exitTimeoutMs, gzipMinBytes, random } = options;
  return {
    lingerMs: positive(lingerMs ?? BATCH_LINGER_MS, "lingerMs"),
    requestTimeoutMs: positive(requestTimeoutMs ?? REQUEST_TIMEOUT_MS, "requestTimeoutMs"),
    exitTimeoutMs: exitTimeoutMs === 0 ? 0 : positive(exitTimeoutMs ?? EXIT_DELIVERY_MS, "exitTimeoutMs"),
    gzipMinBytes: gzipThreshold(gzipMinBytes, url),
    random: random ?? Math.random,
  };
}

/** The address with this path at its end, unless it has it already. */
export function withPath(base: URL, path: string): URL {
  const url = new URL(base);
  if (!url.pathname.endsWith(path)) url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
  return url;
}

/** Bytes from which on a body is compressed; never to this machine itself unless told so. */
function gzipThreshold(given: number | false | undefined, url: URL): number {
  if (given === false) return Number.POSITIVE_INFINITY;
  if (given !== undefined) return positive(given, "gzipMinBytes");
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  return loopback ? Number.POSITIVE_INFINITY : GZIP_MIN_BYTES;
}

export function positive(value: number, setting: string): number {
  if (typeof value === "number" && value >= 1 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw configError(setting, value, "a number of 1 or more");
}
