import { compareEvents } from "@daybook/analytics";
import type { LoggedEvent } from "@daybook/analytics";
import { LEVEL_RANK } from "@daybook/protocol";
import type { Host } from "../host.ts";
import type { ByteLine } from "@daybook/importers";
import { EventReader, isFault, noteFault } from "../log-dir/event-reader.ts";
import { EventSet } from "../log-dir/event-set.ts";
import { requireLogFiles, type LogFile } from "../log-dir/list-log-files.ts";
import { scanFiles, type LineVisitor } from "../log-dir/scan-files.ts";
import { ScanReport } from "../log-dir/scan-report.ts";

/** Which events of the files are wanted. */
export interface WantedEvents {
  /** Undefined: of all types. */
  readonly types?: ReadonlySet<string>;
  /** Events of level ERROR and above, of whatever type. */
  readonly errors?: boolean;
  /** Neither before the start (included) nor from the end on; RFC 3339 UTC. */
  readonly start?: string | null;
  readonly end?: string | null;
}

/** Events of log files, each once, in the order of `compareEvents`. They are all held: 500 bytes each. */
export async function readTradingEvents(
  paths: readonly string[],
  wanted: WantedEvents,
  host: Host,
): Promise<{ events: LoggedEvent[]; report: ScanReport }> {
  const files = await requireLogFiles(paths);
  const collector = new Collector(wanted);
  await scanFiles({ paths, files, visitor: collector, report: collector.report }, host);
  return { events: collector.events.sort(compareEvents), report: collector.report };
}

class Collector implements LineVisitor {
  readonly report = new ScanReport();
  readonly events: LoggedEvent[] = [];
  readonly #wanted: WantedEvents;
  readonly #reader = new EventReader();
  readonly #met = new EventSet();

  constructor(wanted: WantedEvents) {
    this.#wanted = wanted;
  }

  line(file: LogFile, line: ByteLine): void {
    const read = this.#reader.read(file, line);
    if (isFault(read)) return noteFault(this.report, file, line.number, read);
    const { record } = read;
    const { types, errors, start, end } = this.#wanted;
    const isWanted = types === undefined || types.has(record.event_type);
    if (!isWanted && !(errors === true && LEVEL_RANK[record.level] >= LEVEL_RANK.ERROR)) return;
    if (typeof start === "string" && record.timestamp < start) return;
    if (typeof end === "string" && record.timestamp >= end) return;
    // The audit file has every event that another file has too.
    if (read.hasOwnId && this.#met.add(record.timestamp, record.id) !== undefined) return;
    const { stack_trace: _, ...event } = record;
    this.events.push(event);
  }
}
