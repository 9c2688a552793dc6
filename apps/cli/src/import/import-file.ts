import { basename } from "node:path";
import type { DaybookClient } from "@daybook/client";
import { detectFormat, IMPORT_FORMATS, isImportFormat, type ImportFormat } from "@daybook/importers";
import { usageFailure } from "../command-failure.ts";
import type { Host } from "../host.ts";
import { formatDuration } from "../pretty/quantities.ts";
import { csvRows } from "./csv-rows.ts";
import { foreignDefaults, foreignRows, foreignWarnings } from "./foreign-rows.ts";
import { textLines } from "./line-rows.ts";
import { startProgress } from "./progress.ts";
import type { Row } from "./row.ts";
import { runIngest, type IngestSummary } from "./run-ingest.ts";
import { readSource, scanSource, type OnRead, type SourceFile } from "./source-file.ts";
import { stampLine, type DefaultMember } from "./stamp-line.ts";

export const FORMATS = ["ndjson", "csv", "text", ...IMPORT_FORMATS] as const;
export type Format = (typeof FORMATS)[number];

export interface ImportOptions {
  /** Default: by the file's name and first bytes. */
  format: Format | undefined;
  map: ReadonlyMap<string, string>;
  delimiter: string | undefined;
  defaults: readonly DefaultMember[];
  /** Formats of other tools: canonical time, earlier events are left out. */
  after?: string | undefined;
}

export interface FileResult extends IngestSummary {
  file: string;
  format: Format;
  producer: string;
  durationMs: number;
  /** What is wrong with the file as a whole. */
  warnings: string[];
}

/** Imports one file. Rejects when it cannot be read, or the server is away for too long or refuses the key. */
export async function importFile(
  path: string,
  options: ImportOptions,
  client: DaybookClient,
  host: Host,
): Promise<FileResult> {
  const startedAt = host.nowMs();
  const source = await scan(path, host);
  const format = options.format ?? guessFormat(source, options);
  const defaults = isImportFormat(format) ? foreignDefaults(options.defaults) : options.defaults;
  const producer = `file:${source.sha256}`;
  const progress = startProgress(basename(path), source.sizeBytes, host);
  try {
    const summary = await runIngest({
      client,
      host,
      producer,
      defaults,
      stopWhenAllRejected: format === "ndjson",
      rows: openRows(source, format, options, host, (count) => progress.bytes(count)),
      onProgress: ({ accepted, duplicates, rejectedCount }) => progress.events(accepted + duplicates + rejectedCount),
      onWait: (error, delayMs) => progress.note(`${error.detail} Trying again in ${formatDuration(delayMs)}.`),
    });
    return {
      ...summary,
      file: path,
      format,
      producer,
      durationMs: host.nowMs() - startedAt,
      warnings: [...warningsOf(source), ...(await foreignWarnings(source.path, format))],
    };
  } finally {
    progress.stop();
  }
}

/** The first events as they would be sent, without sending them. */
export async function previewFile(path: string, options: ImportOptions, count: number, host: Host): Promise<string[]> {
  const source = await scan(path, host);
  const texts: string[] = [];
  const format = options.format ?? guessFormat(source, options);
  const defaults = isImportFormat(format) ? foreignDefaults(options.defaults) : options.defaults;
  const rows = openRows(source, format, options, host, () => {});
  for await (const list of rows) {
    for (const row of list) {
      if (texts.length >= count) return texts;
      const stamp = { producer: `file:${source.sha256}`, number: row.number };
      texts.push(
        "fault" in row
          ? `line ${row.line ?? row.number}: ${row.fault.reason}`
          : stampLine(row.text, stamp, defaults).toString(),
      );
    }
  }
  return texts;
}

async function scan(path: string, host: Host): Promise<SourceFile> {
  return scanSource(path, host.interrupted, () => {});
}

function openRows(
  source: SourceFile,
  format: Format,
  options: ImportOptions,
  host: Host,
  onRead: OnRead,
): AsyncIterable<Row[]> {
  const chunks = readSource(source, host.interrupted, onRead);
  if (isImportFormat(format)) {
    if (isTable(format)) refuseOtherEncoding(source);
    return foreignRows(chunks, format, { ...options, head: source.head });
  }
  if (format !== "csv") return textLines(chunks, { plainText: format === "text" ? "every-line" : "as-is" });
  refuseOtherEncoding(source);
  return csvRows(chunks, {
    map: options.map,
    head: source.head,
    ...(options.delimiter !== undefined && { delimiter: options.delimiter }),
  });
}

function isTable(format: ImportFormat): boolean {
  return format === "hummingbot" || format === "trades-csv";
}

function refuseOtherEncoding({ path, isUtf8 }: SourceFile): void {
  if (isUtf8) return;
  throw usageFailure(`${path} is not UTF-8.`, `Convert it first: iconv -f latin1 -t utf-8 ${path} > converted.csv`);
}

function guessFormat({ path, head }: SourceFile, options: ImportOptions): Format {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  const detected = detectFormat(head, basename(path));
  // Who maps columns or names the event type has said what the table is.
  const isPlain = options.map.size > 0 || options.defaults.some((member) => member.name === "event_type");
  if (detected !== undefined && !(isTable(detected) && isPlain)) return detected;
  if (/\.(csv|tsv)$/.test(name)) return "csv";
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("[") && name.endsWith(".json")) {
    throw usageFailure(
      `${path} is one JSON array, not one object a line.`,
      `Convert it first: jq -c '.[]' ${path} > events.ndjson`,
    );
  }
  return "ndjson";
}

function warningsOf(source: SourceFile): string[] {
  return source.isCut ? ["The gzip data end too early: the file is cut. What could be read was imported."] : [];
}
