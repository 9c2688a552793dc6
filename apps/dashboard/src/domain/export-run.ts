import type { SearchReply, SearchRequest } from "@daybook/protocol";
import { exportWriter, type ExportFormat } from "./export-format.ts";

export interface ExportProgress {
  written: number;
  /** Undefined until the first answer has told it. */
  total: number | undefined;
}

export interface ExportOptions {
  request: SearchRequest;
  format: ExportFormat;
  maxEvents: number;
  pageSize: number;
  /** The reader's door: pages of one search, one after the other. */
  searchPages: (request: SearchRequest) => AsyncIterable<SearchReply>;
  onProgress: (progress: ExportProgress) => void;
}

export interface ExportResult {
  parts: string[];
  written: number;
  /** There were more events than `maxEvents`. */
  isCut: boolean;
}

/** Reads all pages of a search into the parts of one file. A failing page rejects: no half file is given out. */
export async function runExport(options: ExportOptions): Promise<ExportResult> {
  const { request, format, maxEvents, pageSize, searchPages, onProgress } = options;
  const writer = exportWriter(format);
  const parts = [writer.head];
  let written = 0;
  let total: number | undefined;
  let isCut = false;
  for await (const page of searchPages({ ...request, limit: pageSize, total: "exact" })) {
    total ??= page.total ?? undefined;
    const room = maxEvents - written;
    const events = page.events.slice(0, room);
    if (events.length > 0) parts.push(writer.page(events, written === 0));
    written += events.length;
    onProgress({ written, total: total === undefined ? undefined : Math.min(total, maxEvents) });
    if (written < maxEvents) continue;
    isCut = page.events.length > room || page.next_cursor !== null;
    break;
  }
  parts.push(writer.tail);
  return { parts, written, isCut };
}
