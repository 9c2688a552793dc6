import type { SearchRequest } from "@daybook/protocol";
import { FieldOpener } from "../encrypted-fields/open-line.ts";
import type { Host } from "../host.ts";
import type { ByteLine } from "@daybook/importers";
import type { ShownEvent } from "../pretty/event-printer.ts";
import { createEventFilter, type EventFilter } from "./event-filter.ts";
import { EventReader, isFault, noteFault, wireOf, type FileEvent } from "./event-reader.ts";
import { EventSet } from "./event-set.ts";
import type { FoundLine } from "./found-line.ts";
import { readLineHead } from "./line-head.ts";
import { LineSorter } from "./line-sorter.ts";
import { requireLogFiles, type LogFile } from "./list-log-files.ts";
import { newestPossible } from "./newest-event.ts";
import type { ContentSource } from "./read-content.ts";
import { scanFiles, type LineVisitor } from "./scan-files.ts";
import { ScanReport } from "./scan-report.ts";

export interface FileSearch {
  paths: readonly string[];
  request: Pick<SearchRequest, "query" | "start_time" | "end_time"> & { order: "asc" | "desc" };
  /** Events that are wanted at most; 0 only counts. */
  limit: number;
  /** Count all that match, whatever the limit. */
  counts: boolean;
  opener: FieldOpener | undefined;
}

export interface FileSearchResult {
  /** Events that match; undefined when they were not to be counted. */
  total: number | undefined;
  shown: number;
  report: ScanReport;
}

const CLOSE_BRACE = 0x7d;
/** What is encrypted cannot be looked for. */
const ENCRYPTED = Buffer.from("$encrypted");
/** Events handed over at once. */
const PAGE_EVENTS = 500;

/**
 * Searches log files as a server would search their events: `show` gets them in order, each once. Files and lines that
 * cannot matter are passed over.
 */
export async function searchFiles(
  search: FileSearch,
  host: Host,
  show: (events: readonly ShownEvent[]) => Promise<void>,
): Promise<FileSearchResult> {
  const { paths, request } = search;
  const filter = createEventFilter(request, host.nowMs());
  const files = await requireLogFiles(paths);
  const finder = new Finder(search, filter, files);
  try {
    const inOrder = request.order === "desc" ? files.toSorted((a, b) => b.modifiedMs - a.modifiedMs) : files;
    await scanFiles({ paths, files: inOrder, visitor: finder, report: finder.report }, host);
    const shown = search.limit === 0 ? 0 : await finder.showAll(show);
    return { total: finder.total, shown, report: finder.report };
  } finally {
    finder.close();
  }
}

class Finder implements LineVisitor {
  readonly report = new ScanReport();
  readonly #search: FileSearch;
  readonly #filter: EventFilter;
  readonly #reader: EventReader;
  readonly #sorter: LineSorter;
  readonly #counted: EventSet | undefined;
  #countedWithoutId = 0;
  /** By their places in the order of all files. */
  readonly #files: LogFile[];
  readonly #places: Map<string, number>;

  constructor(search: FileSearch, filter: EventFilter, files: readonly LogFile[]) {
    this.#search = search;
    this.#filter = filter;
    this.#reader = new EventReader(search.opener);
    this.#sorter = new LineSorter({ order: search.request.order, limit: search.limit });
    if (search.counts || search.limit === 0) this.#counted = new EventSet();
    this.#files = [...files];
    this.#places = new Map(files.map(({ path }, at) => [path, at]));
  }

  get total(): number | undefined {
    return this.#counted && this.#counted.size + this.#countedWithoutId;
  }

  async leavesOut(file: LogFile, source: ContentSource): Promise<boolean> {
    const { from } = this.#filter;
    const isNewestFirst = this.#search.request.order === "desc";
    if (from === undefined && !isNewestFirst) return false;
    const newest = await newestPossible(file, source);
    if (newest === undefined) return false;
    return (from !== undefined && newest < from) || (isNewestFirst && !this.#isWanted(newest));
  }

  line(file: LogFile, line: ByteLine): void {
    if (line.bytes !== undefined && this.#isRuledOut(line.bytes)) return;
    const event = this.#reader.read(file, line);
    if (isFault(event)) return noteFault(this.report, file, line.number, event);
    const { record, hasOwnId } = event;
    if (!this.#filter.matches(record)) return;
    if (this.#counted !== undefined) {
      if (hasOwnId) this.#counted.add(record.timestamp, record.id);
      else this.#countedWithoutId++;
    }
    if (this.#search.limit === 0) return;
    this.#sorter.add({
      timestamp: record.timestamp,
      id: hasOwnId ? record.id : "",
      file: this.#placeOf(file),
      line: line.number,
      text: event.line,
    });
  }

  async showAll(show: (events: readonly ShownEvent[]) => Promise<void>): Promise<number> {
    // What stays closed was told when it was found.
    const { opener } = this.#search;
    const reader = new EventReader(opener && new FieldOpener(opener.keys));
    let page: ShownEvent[] = [];
    let shown = 0;
    for await (const found of this.#sorter.sorted()) {
      page.push(shownEvent(found, this.#files[found.file] as LogFile, reader, opener !== undefined));
      shown++;
      if (page.length < PAGE_EVENTS) continue;
      await show(page);
      page = [];
    }
    if (page.length > 0) await show(page);
    return shown;
  }

  close(): void {
    this.#sorter.close();
  }

  /** Only lines that begin and end as the logger's do: of others it is told what is wrong with them. */
  #isRuledOut(bytes: Buffer): boolean {
    const head = readLineHead(bytes);
    if (head === undefined) return false;
    if (!this.#filter.mayMatch(head) || !this.#isWanted(head.timestamp)) return true;
    const { mayHold } = this.#filter;
    if (mayHold === undefined || bytes.at(-1) !== CLOSE_BRACE || mayHold(bytes)) return false;
    return this.#search.opener === undefined || !bytes.includes(ENCRYPTED);
  }

  #isWanted(timestamp: string): boolean {
    return this.#counted !== undefined || this.#sorter.wants(timestamp);
  }

  #placeOf(file: LogFile): number {
    const known = this.#places.get(file.path);
    if (known !== undefined) return known;
    this.#places.set(file.path, this.#files.length);
    return this.#files.push(file) - 1;
  }
}

function shownEvent(found: FoundLine, file: LogFile, reader: EventReader, opens: boolean): ShownEvent {
  const event = (): FileEvent => {
    const read = reader.readText(file, found.line, found.text, true);
    if (isFault(read)) throw new Error(`a line that was found cannot be read again: ${read.reason}`);
    return read;
  };
  return { text: () => (opens ? event().text : found.text), wire: () => wireOf(event().record) };
}
