import { formatTimestamp, LEVEL_RANK, type CountedValue, type Level, type StatsReply } from "@daybook/protocol";
import type { Host } from "../host.ts";
import type { ByteLine } from "@daybook/importers";
import { STATS_VALUES } from "../limits.ts";
import { EventReader, isFault, noteFault } from "./event-reader.ts";
import { EventSet } from "./event-set.ts";
import { readLineHead } from "./line-head.ts";
import { requireLogFiles, type LogFile } from "./list-log-files.ts";
import { newestPossible } from "./newest-event.ts";
import type { ContentSource } from "./read-content.ts";
import { scanFiles, type LineVisitor } from "./scan-files.ts";
import { ScanReport } from "./scan-report.ts";

/** As the server's, without the journal number that files do not have. */
export type FileStats = Omit<StatsReply, "as_of_seq">;

const MINUTE_MS = 60_000;
/** Length of a range and of the steps of its trend: the server's own. */
const RANGES: { readonly [R in StatsReply["range"]]: { lengthMs: number; stepMs: number } } = {
  "1h": { lengthMs: 60 * MINUTE_MS, stepMs: MINUTE_MS },
  "24h": { lengthMs: 24 * 60 * MINUTE_MS, stepMs: 30 * MINUTE_MS },
  "7d": { lengthMs: 7 * 24 * 60 * MINUTE_MS, stepMs: 2 * 60 * MINUTE_MS },
};

/** Counts of the last hour, day or week in log files, each event once, with the range before for comparison. */
export async function statsOfFiles(
  paths: readonly string[],
  range: StatsReply["range"],
  host: Host,
): Promise<{ stats: FileStats; report: ScanReport }> {
  const files = await requireLogFiles(paths);
  const counter = new Counter(range, host.nowMs());
  await scanFiles({ paths, files, visitor: counter, report: counter.report }, host);
  return { stats: counter.result(), report: counter.report };
}

class Counter implements LineVisitor {
  readonly report = new ScanReport();
  readonly #range: StatsReply["range"];
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #before: string;
  readonly #start: string;
  readonly #end: string;
  readonly #reader = new EventReader();
  readonly #met = new EventSet();
  readonly #levels = new Map<Level, number>();
  readonly #services = new Map<string, number>();
  readonly #eventTypes = new Map<string, number>();
  readonly #trend: StatsReply["error_trend"];
  readonly #previous = { total: 0, errors: 0 };
  #total = 0;
  #errors = 0;

  constructor(range: StatsReply["range"], endMs: number) {
    const { lengthMs, stepMs } = RANGES[range];
    this.#range = range;
    this.#endMs = endMs;
    this.#startMs = endMs - lengthMs;
    this.#before = timeOf(endMs - 2 * lengthMs);
    this.#start = timeOf(this.#startMs);
    this.#end = timeOf(endMs);
    this.#trend = Array.from({ length: lengthMs / stepMs }, (_, at) => ({
      time: timeOf(this.#startMs + at * stepMs),
      total: 0,
      errors: 0,
    }));
  }

  async leavesOut(file: LogFile, source: ContentSource): Promise<boolean> {
    const newest = await newestPossible(file, source);
    return newest !== undefined && newest < this.#before;
  }

  line(file: LogFile, line: ByteLine): void {
    const head = line.bytes && readLineHead(line.bytes);
    if (head !== undefined && !this.#isNear(head.timestamp)) return;
    const event = this.#reader.read(file, line);
    if (isFault(event)) return noteFault(this.report, file, line.number, event);
    const { timestamp, id, level, service, event_type: eventType } = event.record;
    if (!this.#isNear(timestamp) || (event.hasOwnId && this.#met.add(timestamp, id) !== undefined)) return;
    const error = LEVEL_RANK[level] >= LEVEL_RANK.ERROR ? 1 : 0;
    if (timestamp < this.#start) {
      this.#previous.total++;
      this.#previous.errors += error;
      return;
    }
    this.#total++;
    this.#errors += error;
    increase(this.#levels, level);
    increase(this.#services, service);
    increase(this.#eventTypes, eventType);
    const step = this.#trend[Math.floor((Date.parse(timestamp) - this.#startMs) / RANGES[this.#range].stepMs)];
    if (step === undefined) return;
    step.total++;
    step.errors += error;
  }

  result(): FileStats {
    return {
      range: this.#range,
      start_time: this.#start,
      end_time: timeOf(this.#endMs),
      total: this.#total,
      errors: this.#errors,
      previous: this.#previous,
      by_level: Object.fromEntries(byCount(this.#levels).map(({ value, count }) => [value, count])),
      by_service: byCount(this.#services).slice(0, STATS_VALUES),
      by_event_type: byCount(this.#eventTypes).slice(0, STATS_VALUES),
      error_trend: this.#trend,
    };
  }

  #isNear(timestamp: string): boolean {
    return timestamp >= this.#before && timestamp < this.#end;
  }
}

function timeOf(epochMs: number): string {
  return formatTimestamp(epochMs * 1_000);
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Most frequent first. */
function byCount(counts: ReadonlyMap<string, number>): CountedValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
