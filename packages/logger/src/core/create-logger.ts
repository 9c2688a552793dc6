import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Level, RedactorOptions } from "@daybook/protocol";
import { LEVELS, createIdGenerator, createRedactor } from "@daybook/protocol";
import { EMPTY_CONTEXT } from "./bound-context.ts";
import { collectorSink } from "../collector/collector-sink.ts";
import { consoleSink } from "../console/console-sink.ts";
import type { Environment, EnvironmentSettings } from "../config/environment.ts";
import { configError, parseLevel, readEnvironment } from "../config/environment.ts";
import type { EventKinds } from "./event-kinds.ts";
import { PLAIN_EVENT_TYPE } from "./event-kinds.ts";
import { reportOnStderr } from "./fault-report.ts";
import type { Fields } from "./fields.ts";
import { fileSink } from "../files/file-sink.ts";
import { EXIT_FLUSH_MS } from "../limits.ts";
import { LineFrames } from "../encode/line-frames.ts";
import type { LoggerRoot, PlainKinds } from "./logger.ts";
import { createCore } from "./logger.ts";
import type { Logger } from "./logger-types.ts";
import { Pipeline } from "./pipeline.ts";
import { watchProcessEnd } from "./process-end.ts";
import type { Sink, SinkFault } from "./sink.ts";
import type { MicrosecondClock } from "../encode/timestamps.ts";
import { systemClock } from "../encode/timestamps.ts";

export interface LoggerOptions {
  /** The program's name: `service` of each event. */
  readonly service: string;
  /** Name of the first logger; children have their own. */
  readonly logger?: string;
  /** Minimum level. Default: DAYBOOK_LOG_LEVEL, else INFO. */
  readonly level?: Level | Lowercase<Level>;
  /** Minimum by logger name; `trading` also covers `trading.signals`. The longest name decides. */
  readonly levels?: Readonly<Record<string, Level | Lowercase<Level>>>;
  /**
   * Where events go. Default: the console, files when DAYBOOK_LOG_DIR is set, and the collector when
   * DAYBOOK_URL is set. An empty list keeps the logger silent.
   */
  readonly sinks?: readonly Sink[];
  /** `production`, `development` … Default: DAYBOOK_ENVIRONMENT, else NODE_ENV, else `development`. */
  readonly environment?: string;
  /** Groups the events of one run. Default: made up from the start time and the process id. */
  readonly sessionId?: string;
  /** Fields of each event. */
  readonly context?: Fields;
  /** What is kept out of the log. Default: the rules of docs/reference/events.md; `false` keeps everything in. */
  readonly redaction?: RedactorOptions | false;
  /** Told of each fault of a sink. Default: a line on stderr, the same fault at most once a minute. */
  readonly onError?: (fault: SinkFault) => void;
  /** Flush when the process ends by return, `process.exit`, exception or signal. Default true. */
  readonly flushAtExit?: boolean;
  /** Default: the machine's name. */
  readonly host?: string;
  /** Default: the process's id. */
  readonly pid?: number;
  /** Microseconds since 1970. Default: the system's clock. */
  readonly clock?: MicrosecondClock;
  /** Fills bytes with randomness, for ids. Default: `crypto.randomFillSync`. */
  readonly random?: (bytes: Uint8Array) => unknown;
  /** Default: `process.env`. */
  readonly env?: Environment;
}

/**
 * A logger with its own sinks. Throws DAYBOOK_LOGGER_CONFIG when an option or a variable is wrong; after
 * that nothing throws.
 */
export function createLogger(options: LoggerOptions): Logger {
  const env = options.env ?? process.env;
  const settings = readEnvironment(env);
  if (typeof options.service !== "string" || options.service === "") {
    throw configError("service", options.service, "the program's name, for example trading-engine");
  }
  const environment = options.environment ?? settings.environment ?? (env["NODE_ENV"] || "development");
  const clock = options.clock ?? systemClock();
  const random = options.random ?? ((bytes) => randomFillSync(bytes));
  const onFault =
    options.onError ??
    reportOnStderr(
      () => Math.floor(clock() / 1000),
      (text) => void process.stderr.write(text),
    );
  const pipeline = new Pipeline({
    sinks: options.sinks ?? sinksOf(settings, environment),
    redaction: createRedactor(options.redaction === false ? { mode: "off" } : options.redaction),
    clock,
    createIds: (nowMs) => createIdGenerator({ nowMs, random }),
    onFault,
    service: options.service,
    environment,
  });
  const root: LoggerRoot = {
    pipeline,
    level: options.level === undefined ? (settings.level ?? "INFO") : parseLevel(options.level, "level"),
    levels: parseLevels(options.levels ?? {}),
    plainKinds: plainKinds(pipeline.kinds),
    frames: new LineFrames({
      service: options.service,
      environment,
      host: options.host ?? hostname(),
      pid: options.pid ?? process.pid,
    }),
    storage: new AsyncLocalStorage(),
    release: () => release(),
    contextUsed: false,
  };
  const sessionId = options.sessionId ?? `s_${Math.floor(clock() / 1000).toString(36)}_${process.pid.toString(36)}`;
  const context = pipeline.bind(EMPTY_CONTEXT, { session_id: sessionId, ...options.context });
  const logger = createCore(root, options.logger ?? "", context);
  const own = createCore(root, "daybook.logger", context);
  pipeline.logDropped = (report) => void own.logsDropped({ ...report });
  const release =
    options.flushAtExit === false
      ? () => {}
      : watchProcessEnd(
          {
            flushSync: (last) => pipeline.flushSync(last),
            flush: (timeoutMs) => pipeline.flush(timeoutMs),
            crashed: (error) => void own.systemError({ level: "CRITICAL", message: "Uncaught exception", error }),
          },
          EXIT_FLUSH_MS,
        );
  return logger;
}

function sinksOf(settings: EnvironmentSettings, environment: string): Sink[] {
  const sinks: Sink[] = [consoleSink({ format: environment === "production" ? "json" : "auto" })];
  const { dir, maxSizeBytes, backupCount, url, key } = settings;
  if (dir !== undefined) {
    sinks.push(
      fileSink({
        dir,
        ...(maxSizeBytes === undefined ? {} : { maxSizeBytes }),
        ...(backupCount === undefined ? {} : { backupCount }),
      }),
    );
  }
  if (url !== undefined) {
    sinks.push(
      collectorSink({
        url,
        ...(key === undefined ? {} : { key }),
        ...(dir === undefined ? {} : { spoolDir: join(dir, ".spool") }),
      }),
    );
  }
  return sinks;
}

function plainKinds(kinds: EventKinds): PlainKinds {
  return Object.fromEntries(LEVELS.map((level) => [level, kinds.get(PLAIN_EVENT_TYPE, level)])) as PlainKinds;
}

function parseLevels(levels: Readonly<Record<string, string>>): Record<string, Level> {
  return Object.fromEntries(
    Object.entries(levels).map(([name, level]) => [name, parseLevel(level, `levels[${JSON.stringify(name)}]`)]),
  );
}
