import { resolve } from "node:path";
import type { Level } from "@daybook/protocol";
import { LEVEL_RANK } from "@daybook/protocol";
import { configError, parseCount, parseSize } from "../config/environment.ts";
import type { EventKind } from "../core/event-kinds.ts";
import { DEFAULT_BACKUP_COUNT, DEFAULT_MAX_SIZE_BYTES, FILE_LINGER_MS } from "../limits.ts";
import type { LogFileOptions } from "./log-file.ts";
import { LogFile } from "./log-file.ts";
import type { Sink, SinkHost } from "../core/sink.ts";
import { unreadable } from "../encode/describe-value.ts";
import { within } from "../core/within.ts";

/** What goes into one file: events of these categories and of this level and above. */
export interface FileRoute {
  /** File name without `.log`. */
  readonly name: string;
  /** Default: all. */
  readonly categories?: readonly string[];
  /** Default: all. */
  readonly level?: Level;
}

export interface FileSinkOptions {
  /** Made when it is missing. */
  readonly dir: string;
  /** A number of bytes or a text like `50MB`. Default 50 MB. */
  readonly maxSizeBytes?: number | string;
  /** Files put aside that are kept, for each file. Default 10. */
  readonly backupCount?: number;
  /** Default: {@link DEFAULT_FILES}. */
  readonly files?: readonly FileRoute[];
  readonly level?: Level;
  /** Milliseconds since 1970, for the day in the names of files put aside. Default: the system's clock. */
  readonly nowMs?: () => number;
}

/** `audit.log` gets every event, `errors.log` ERROR and above, the others their categories. */
export const DEFAULT_FILES: readonly FileRoute[] = [
  { name: "audit" },
  { name: "errors", level: "ERROR" },
  { name: "trades", categories: ["account", "trade", "strategy", "decision", "risk"] },
  { name: "executions", categories: ["execution"] },
  { name: "system", categories: ["system", "api", "bot", "access", "daybook"] },
  { name: "performance", categories: ["performance"] },
];

const URGENT_RANK = LEVEL_RANK.ERROR;

/**
 * Newline-delimited JSON files in a directory, one for each kind of event. A file is made with its
 * first event. Lines reach the kernel within 100 ms, those of level ERROR and above at once.
 */
export function fileSink(options: FileSinkOptions): Sink {
  const { dir, level, nowMs = Date.now, files = DEFAULT_FILES } = options;
  if (typeof dir !== "string" || dir === "") throw configError("dir", dir, "a directory");
  return new FileSink(files, level, {
    // Resolved now: the program may change its working directory.
    dir: resolve(dir),
    maxSizeBytes: parseSize(options.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES, "maxSizeBytes"),
    backupCount: parseCount(options.backupCount ?? DEFAULT_BACKUP_COUNT, "backupCount"),
    nowMs,
  });
}

type SharedFileOptions = Pick<LogFileOptions, "dir" | "maxSizeBytes" | "backupCount" | "nowMs">;

class FileSink implements Sink {
  readonly name = "file";
  readonly level: Level | undefined;
  readonly #dir: string;
  readonly #files: readonly { readonly route: FileRoute; readonly file: LogFile }[];
  /** The files of each kind of event, by the kind's index. */
  readonly #targets: LogFile[][] = [];
  #host: SinkHost | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(routes: readonly FileRoute[], level: Level | undefined, shared: SharedFileOptions) {
    this.level = level;
    this.#dir = shared.dir;
    this.#files = routes.map((route) => ({ route, file: this.#createFile(checkName(route.name), shared) }));
  }

  attach(host: SinkHost): void {
    this.#host = host;
  }

  write(line: string, kind: EventKind): void {
    if (this.#closed) return;
    const targets = this.#targetsOf(kind);
    for (let i = 0; i < targets.length; i++) (targets[i] as LogFile).add(line, kind.audited);
    if (kind.rank >= URGENT_RANK) for (const file of targets) file.pump();
    else this.#timer ??= setTimeout(this.#pumpAll, FILE_LINGER_MS).unref();
  }

  async flush(timeoutMs: number): Promise<void> {
    await within(Promise.all(this.#files.map(({ file }) => file.flush())), timeoutMs);
  }

  flushSync(): void {
    for (const { file } of this.#files) file.flushSync();
  }

  async close(timeoutMs: number): Promise<void> {
    this.#closed = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    await this.flush(timeoutMs);
    for (const { file } of this.#files) file.close();
  }

  readonly #pumpAll = (): void => {
    this.#timer = undefined;
    for (const { file } of this.#files) file.pump();
  };

  #targetsOf(kind: EventKind): LogFile[] {
    const known = kind.index < 0 ? undefined : this.#targets[kind.index];
    if (known !== undefined) return known;
    const found = this.#files.filter(({ route }) => takes(route, kind)).map(({ file }) => file);
    if (kind.index >= 0) this.#targets[kind.index] = found;
    return found;
  }

  #createFile(stem: string, shared: SharedFileOptions): LogFile {
    return new LogFile({
      ...shared,
      stem,
      onFault: (cause) =>
        this.#host?.fault({
          sink: this.name,
          code: "DAYBOOK_LOGGER_FILE",
          message: `cannot write ${stem}.log in ${this.#dir}: ${unreadable(cause)}`,
          cause,
        }),
      onDropped: (count, audited) =>
        this.#host?.dropped({ sink: this.name, count, audited, reason: `${stem}.log could not be written` }),
    });
  }
}

function takes(route: FileRoute, kind: EventKind): boolean {
  if (route.level !== undefined && kind.rank < LEVEL_RANK[route.level]) return false;
  return route.categories === undefined || route.categories.includes(kind.category);
}

function checkName(name: string): string {
  if (/^[\w-][\w.-]{0,99}$/.test(name)) return name;
  throw configError("files[].name", name, "letters, digits, dots, dashes and underscores, without a directory");
}
