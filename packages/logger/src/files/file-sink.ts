import type { Level } from "@daybook/protocol";
import { LEVEL_RANK } from "@daybook/protocol";
import type { EventKind } from "../core/event-kinds.ts";
import type { Sink, SinkHost } from "../core/sink.ts";
import { within } from "../core/within.ts";
import { unreadable } from "../encode/describe-value.ts";
import { PLAIN_FILE, formatPlainText } from "../encode/plain-text.ts";
import { FILE_LINGER_MS } from "../limits.ts";
import { DayClock } from "./day-clock.ts";
import type { FileRoute, FileSinkOptions, ParsedFileOptions, ParsedRoute } from "./file-options.ts";
import { parseFileOptions } from "./file-options.ts";
import { LogFile } from "./log-file.ts";
import { Upkeep } from "./upkeep.ts";

const URGENT_RANK = LEVEL_RANK.ERROR;

/**
 * Newline-delimited JSON files in a directory, one for each kind of event. A file is made with its
 * first event. Lines reach the kernel within 100 ms, those of level ERROR and above at once. Any number of
 * processes and threads may write to one directory. Throws DAYBOOK_LOGGER_CONFIG when an option is wrong.
 */
export function fileSink(options: FileSinkOptions): Sink {
  return new FileSink(parseFileOptions(options));
}

/** As much of a file as a line needs. */
type Target = Pick<LogFile, "add" | "pump">;

class FileSink implements Sink {
  readonly name = "file";
  readonly level: Level | undefined;
  readonly #dir: string;
  readonly #files: readonly { readonly route: FileRoute; readonly file: LogFile }[];
  readonly #upkeep: Upkeep;
  /** The files of each kind of event, by the kind's index. */
  readonly #targets: Target[][] = [];
  #host: SinkHost | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ParsedFileOptions) {
    const { dir, level, routes, maxTotalBytes, nowMs } = options;
    this.level = level;
    this.#dir = dir;
    this.#files = routes.map((parsed) => ({ route: parsed.route, file: this.#createFile(parsed, options) }));
    const clock = new DayClock(nowMs, "utc-day");
    this.#upkeep = new Upkeep({
      dir,
      rules: routes,
      maxTotalBytes,
      today: () => clock.today(),
      onFault: (what, cause) => this.#fault(`${what} in ${dir}`, cause),
    });
  }

  attach(host: SinkHost): void {
    this.#host = host;
  }

  write(line: string, kind: EventKind): void {
    if (this.#closed) return;
    const targets = this.#targetsOf(kind);
    for (let i = 0; i < targets.length; i++) (targets[i] as Target).add(line, kind);
    if (kind.rank >= URGENT_RANK) for (const file of targets) file.pump();
    else this.#timer ??= setTimeout(this.#pumpAll, FILE_LINGER_MS).unref();
  }

  async flush(timeoutMs: number): Promise<void> {
    await within(Promise.all(this.#files.map(({ file }) => file.flush())), timeoutMs);
  }

  flushSync(last: boolean): void {
    for (const { file } of this.#files) file.flushSync(last);
  }

  syncDurable(): void {
    for (const { file } of this.#files) file.syncDurable();
  }

  async close(timeoutMs: number): Promise<void> {
    await this.flush(timeoutMs);
    // Once more what failed a moment ago: if it works now, losses are told, and that is an event for these files.
    this.flushSync(false);
    this.#closed = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    for (const { file } of this.#files) file.close();
    await within(this.#upkeep.stop(), timeoutMs);
  }

  readonly #pumpAll = (): void => {
    this.#timer = undefined;
    for (const { file } of this.#files) file.pump();
  };

  #targetsOf(kind: EventKind): Target[] {
    const known = kind.index < 0 ? undefined : this.#targets[kind.index];
    if (known !== undefined) return known;
    const found = this.#files
      .filter(({ route }) => takes(route, kind))
      .map(({ route, file }) => (route.format === "text" ? plainText(file) : file));
    if (kind.index >= 0) this.#targets[kind.index] = found;
    return found;
  }

  #createFile({ stem, maxSizeBytes, rotate }: ParsedRoute, { dir, nowMs, overflow }: ParsedFileOptions): LogFile {
    return new LogFile({
      dir,
      stem,
      maxSizeBytes,
      overflow,
      nowMs,
      clock: new DayClock(nowMs, rotate),
      byDay: rotate !== "size",
      onOpened: () => this.#upkeep.request(),
      onFault: (cause) => this.#fault(`cannot write ${stem}.log in ${this.#dir}`, cause),
      onDropped: (count, audited) =>
        this.#host?.dropped({ sink: this.name, count, audited, reason: `${stem}.log could not be written` }),
    });
  }

  #fault(what: string, cause: unknown): void {
    this.#host?.fault({
      sink: this.name,
      code: "DAYBOOK_LOGGER_FILE",
      message: `${what}: ${unreadable(cause)}`,
      cause,
    });
  }
}

function plainText(file: LogFile): Target {
  return {
    add: (line, kind) => file.add(formatPlainText(line, PLAIN_FILE).trimEnd(), kind),
    pump: () => file.pump(),
  };
}

function takes(route: FileRoute, kind: EventKind): boolean {
  if (route.level !== undefined && kind.rank < LEVEL_RANK[route.level]) return false;
  return route.categories === undefined || route.categories.includes(kind.category);
}
