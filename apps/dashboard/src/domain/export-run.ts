import type { SearchRequest } from "@daybook/protocol";
import { exportWriter, type ExportFormat } from "./export-format.ts";

export interface ExportProgress {
  written: number;
  /** Undefined until the first answer has told it. */
  total: number | undefined;
}

/** One page of a search: events as their canonical lines, so that no digit passes through a float64. */
export interface ExportPage {
  lines: readonly string[];
  total: number | null;
  next_cursor: string | null;
}

export interface ExportOptions {
  request: SearchRequest;
  format: ExportFormat;
  maxEvents: number;
  pageSize: number;
  /** The reader's door: pages of one search, one after the other. */
  linePages: (request: SearchRequest) => AsyncIterable<ExportPage>;
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
  const { request, format, maxEvents, pageSize, linePages, onProgress } = options;
  const writer = exportWriter(format);
  const parts = [writer.head];
  let written = 0;
  let total: number | undefined;
  let isCut = false;
  for await (const page of linePages({ ...request, limit: pageSize, total: "exact" })) {
    total ??= page.total ?? undefined;
    const room = maxEvents - written;
    const lines = page.lines.slice(0, room);
    if (lines.length > 0) parts.push(writer.page(lines, written === 0));
    written += lines.length;
    onProgress({ written, total: total === undefined ? undefined : Math.min(total, maxEvents) });
    if (written < maxEvents) continue;
    isCut = page.lines.length > room || page.next_cursor !== null;
    break;
  }
  parts.push(writer.tail);
  return { parts, written, isCut };
}
