import type { LogRecord } from "@daybook/protocol";
import { EventSet } from "../log-dir/event-set.ts";
import type { LogFile } from "../log-dir/list-log-files.ts";
import { MAX_WATCHED_WRITERS } from "../limits.ts";
import type { Findings } from "./findings.ts";

/** The end of an id that the logger made names the thread that made it. */
const OWN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-([0-9a-f]{12})$/;

interface Place {
  timestamp: string;
  path: string;
}

/** Checks the events of files that follow each other, in their order. */
export class StemCheck {
  readonly #findings: Findings;
  readonly #ids = new EventSet();
  /** Newest time of each writing thread. */
  readonly #writers = new Map<string, Place>();
  /** Events met up to the start of each file, to name the place of an earlier one. */
  readonly #starts: { path: string; lines: number }[] = [];
  #lines = 0;
  #firstOfFile: Place | undefined;
  /** Writers beyond the limit, whose times were not followed. */
  unwatched = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  begin({ path }: LogFile): void {
    this.#starts.push({ path, lines: this.#lines });
  }

  /** An event of the file that was begun last. */
  event(file: LogFile, line: number, record: LogRecord, hasOwnId: boolean): void {
    this.#checkOrderOfFiles(file, record);
    if (hasOwnId) this.#checkId(file, line, record);
    this.#checkTime(file, line, record);
  }

  end(lines: number): void {
    this.#lines += lines;
  }

  #checkOrderOfFiles({ path }: LogFile, { timestamp }: LogRecord): void {
    const before = this.#firstOfFile;
    if (before?.path === path) return;
    this.#firstOfFile = { timestamp, path };
    if (before === undefined || before.timestamp <= timestamp) return;
    const detail = `it comes after ${before.path} by its name, and begins before it (${timestamp}, ${before.timestamp})`;
    this.#findings.add({ kind: "files_out_of_order", path, line: 1, detail });
  }

  #checkId({ path }: LogFile, line: number, { id }: LogRecord): void {
    const earlier = this.#ids.add("", id, this.#lines + line);
    if (earlier === undefined) return;
    this.#findings.add({
      kind: "repeated_event",
      path,
      line,
      detail: `the id ${id} stands in ${this.#placeOf(earlier)} too`,
    });
  }

  #placeOf(line: number): string {
    const start = this.#starts.findLast(({ lines }) => lines < line);
    return `${start?.path ?? ""}:${line - (start?.lines ?? 0)}`;
  }

  #checkTime({ path }: LogFile, line: number, record: LogRecord): void {
    const { timestamp } = record;
    const writer = writerOf(record);
    if (writer === undefined) return;
    const before = this.#writers.get(writer);
    if (before === undefined && this.#writers.size >= MAX_WATCHED_WRITERS) {
      this.unwatched = true;
      return;
    }
    this.#writers.set(writer, { timestamp, path });
    if (before === undefined || before.timestamp <= timestamp) return;
    const where = before.path === path ? "the event before it" : `the end of ${before.path}`;
    const detail = `${timestamp} is before ${where} of the same program (${before.timestamp})`;
    this.#findings.add({ kind: "time_backwards", path, line, detail });
  }
}

/**
 * Whoever's times must rise: a producer, else a thread of a process. Undefined when the event does not say who wrote it;
 * then its neighbours may be of others.
 */
function writerOf({ producer, host, pid, service, id }: LogRecord): string | undefined {
  if (producer !== undefined) return `producer ${producer}`;
  if (pid === undefined) return undefined;
  return `${host ?? ""} ${pid} ${service} ${OWN_ID.exec(id)?.[1] ?? ""}`;
}
