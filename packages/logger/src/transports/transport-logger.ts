import type { RedactorOptions } from "@daybook/protocol";
import { collectorSink } from "../collector/collector-sink.ts";
import { configError, readEnvironment } from "../config/environment.ts";
import type { LoggerOptions } from "../core/create-logger.ts";
import { createLogger } from "../core/create-logger.ts";
import type { Fields } from "../core/fields.ts";
import type { Logger } from "../core/logger-types.ts";
import type { Sink } from "../core/sink.ts";
import { fileSink } from "../files/file-sink.ts";

/** Where another logger's events go. Plain data: pino hands it to a thread of its own. */
export interface TransportOptions {
  /** The program's name: `service` of each event. */
  readonly service: string;
  /** The collector. Default: DAYBOOK_URL. */
  readonly url?: string;
  /** A key of role `ingest`. Default: DAYBOOK_KEY. */
  readonly key?: string;
  /** Folder for files. Default: DAYBOOK_LOG_DIR. */
  readonly dir?: string;
  /** Size at which a file is put aside. Default: DAYBOOK_LOG_MAX_SIZE, else 50 MB. */
  readonly maxSizeBytes?: number;
  /** Files put aside that are kept. Default: DAYBOOK_LOG_BACKUP_COUNT, else 10. */
  readonly backupCount?: number;
  /** `production`, `development` … Default: DAYBOOK_ENVIRONMENT, else NODE_ENV, else `development`. */
  readonly environment?: string;
  /** Groups the events of one run. */
  readonly sessionId?: string;
  /** Fields of each event. */
  readonly context?: Fields;
  /** What is kept out of the log; `false` keeps everything in. */
  readonly redaction?: RedactorOptions | false;
}

/**
 * A logger for what another logger has let through: it has no minimum level of its own. Throws DAYBOOK_LOGGER_CONFIG
 * when there is nowhere to go, since a transport that keeps silent is found too late.
 */
export function createTransportLogger(options: TransportOptions, more: Partial<LoggerOptions> = {}): Logger {
  const { service, url, key, dir, maxSizeBytes, backupCount, environment, sessionId, context, redaction } = options;
  return createLogger({
    service,
    level: "DEBUG",
    sinks: sinksOf({ url, key, dir, maxSizeBytes, backupCount }),
    ...withoutUndefined({ environment, sessionId, context, redaction }),
    ...more,
  });
}

function sinksOf(given: {
  [K in "url" | "key" | "dir" | "maxSizeBytes" | "backupCount"]: TransportOptions[K];
}): Sink[] {
  const settings = { ...readEnvironment(process.env), ...withoutUndefined(given) };
  const { url, key, dir, maxSizeBytes, backupCount } = settings;
  const sinks: Sink[] = [];
  if (dir !== undefined) sinks.push(fileSink({ dir, ...withoutUndefined({ maxSizeBytes, backupCount }) }));
  if (url !== undefined) sinks.push(collectorSink({ url, ...withoutUndefined({ key }) }));
  if (sinks.length === 0)
    throw configError("url", url, "set, or dir, or DAYBOOK_URL or DAYBOOK_LOG_DIR: events need somewhere to go");
  return sinks;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
