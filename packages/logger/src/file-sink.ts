import { resolve } from "node:path";
import type { Level } from "@daybook/protocol";
import { LEVEL_RANK } from "@daybook/protocol";
import { configError, parseCount, parseSize } from "./environment.ts";
import type { EventKind } from "./event-kinds.ts";
import { DEFAULT_BACKUP_COUNT, DEFAULT_MAX_SIZE_BYTES, FILE_LINGER_MS } from "./limits.ts";
import { LogFile } from "./log-file.ts";
import type { Sink, SinkHost } from "./sink.ts";
import { unreadable } from "./encode-value.ts";
import { within } from "./within.ts";

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
  if (typeof options.dir !== "string" || options.dir === "") throw configError("dir", options.dir, "a directory");
  const maxSizeBytes = parseSize(options.maxSizeBytes ?? DEFAULT_MAX_SIZE_BYTES, "maxSizeBytes");
  const backupCount = parseCount(options.backupCount ?? DEFAULT_BACKUP_COUNT, "backupCount");
  // Resolved now: the program may change its working directory.
  const dir = resolve(options.dir);
  let host: SinkHost | undefined;
  const files = (options.files ?? DEFAULT_FILES).map((route) => ({
    route,
    file: new LogFile({
      dir,
      stem: checkName(route.name),
      maxSizeBytes,
      backupCount,
      nowMs: options.nowMs ?? Date.now,
      onFault: (cause) =>
        host?.fault({
          sink: "file",
          code: "DAYBOOK_LOGGER_FILE",
          message: `cannot write ${route.name}.log in ${dir}: ${unreadable(cause)}`,
          cause,
        }),
      onDropped: (count, audited) =>
        host?.dropped({ sink: "file", count, audited, reason: `${route.name}.log could not be written` }),
    }),
  }));
  const targets: LogFile[][] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function targetsOf(kind: EventKind): LogFile[] {
    const known = kind.index < 0 ? undefined : targets[kind.index];
    if (known !== undefined) return known;
    const found = files.filter(({ route }) => takes(route, kind)).map(({ file }) => file);
    if (kind.index >= 0) targets[kind.index] = found;
    return found;
  }

  function pumpAll(): void {
    timer = undefined;
    for (const { file } of files) file.pump();
  }

  function flushSync(): void {
    for (const { file } of files) file.flushSync();
  }

  return {
    name: "file",
    ...(options.level === undefined ? {} : { level: options.level }),
    attach: (given) => {
      host = given;
    },
    write: (line, kind) => {
      if (closed) return;
      const chosen = targetsOf(kind);
      for (let i = 0; i < chosen.length; i++) (chosen[i] as LogFile).add(line, kind.audited);
      if (kind.rank >= URGENT_RANK) for (const file of chosen) file.pump();
      else if (timer === undefined) {
        timer = setTimeout(pumpAll, FILE_LINGER_MS);
        timer.unref();
      }
    },
    flush: async (timeoutMs) => within(Promise.all(files.map(({ file }) => file.flush())), timeoutMs),
    flushSync,
    close: async (timeoutMs) => {
      closed = true;
      if (timer !== undefined) clearTimeout(timer);
      await within(Promise.all(files.map(({ file }) => file.flush())), timeoutMs);
      for (const { file } of files) file.close();
    },
  };
}

function takes(route: FileRoute, kind: EventKind): boolean {
  if (route.level !== undefined && kind.rank < LEVEL_RANK[route.level]) return false;
  return route.categories === undefined || route.categories.includes(kind.category);
}

function checkName(name: string): string {
  if (/^[\w-][\w.-]{0,99}$/.test(name)) return name;
  throw configError("files[].name", name, "letters, digits, dots, dashes and underscores, without a directory");
}
