import { createReadStream } from "node:fs";
import type { ReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DaybookError } from "@daybook/protocol";
import type { SearchRequest } from "@daybook/protocol";
import { EVENT_CSV_HEADER, MAX_PARQUET_EVENTS, eventColumns, eventCsvLine, eventsParquet } from "@daybook/reports";

/** A name without directories, and not hidden. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const FORMATS = ["csv", "ndjson", "parquet"] as const;
type ExportFormat = (typeof FORMATS)[number];
const PAGE_EVENTS = 1_000;

export interface ExportOrder {
  readonly output_file: string;
  readonly query: string;
  readonly start: string | null;
  readonly end: string | null;
}

export interface ExportSource {
  search(request: SearchRequest): Promise<{ lines: string[]; total: number | null; next_cursor: string | null }>;
}

export interface ExportResult {
  readonly file: string;
  readonly events: number;
  readonly bytes: number;
}

/** The directory of exports and what is in it. A file is there when it is whole, or not at all. */
export class Exports {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Throws DAYBOOK_REPORT_FILE when the name has a directory in it or an ending that is not known. */
  check(name: string): ExportFormat {
    const format = FORMATS.find((one) => name.endsWith(`.${one}`));
    if (!PLAIN_NAME.test(name) || format === undefined) {
      const shown = JSON.stringify(name.slice(0, 100));
      throw new DaybookError("DAYBOOK_REPORT_FILE", `${shown}: a plain name that ends with .csv, .ndjson or .parquet`);
    }
    return format;
  }

  async write(
    order: ExportOrder,
    source: ExportSource,
    progress: (share: number, message: string) => void,
  ): Promise<ExportResult> {
    const format = this.check(order.output_file);
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const path = join(this.#dir, order.output_file);
    const part = `${path}.part`;
    const handle = await open(part, "w", 0o600);
    let events = 0;
    try {
      const put = (text: string | Uint8Array): Promise<unknown> => handle.writeFile(text);
      for await (const chunk of chunksOf(
        format,
        pagesOf(order, source, (count, total) => {
          events = count;
          progress(total === 0 ? 1 : count / total, `${count} of ${total} events`);
        }),
      ))
        await put(chunk);
      await handle.sync();
    } catch (error) {
      await handle.close();
      await rm(part, { force: true });
      throw error;
    }
    const { size } = await handle.stat();
    await handle.close();
    await rename(part, path);
    return { file: order.output_file, events, bytes: size };
  }

  async list(): Promise<{ name: string; bytes: number; modified: string }[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const files = names.filter((name) => PLAIN_NAME.test(name) && !name.endsWith(".part")).sort();
    return Promise.all(
      files.map(async (name) => {
        const { size, mtime } = await stat(join(this.#dir, name));
        return { name, bytes: size, modified: mtime.toISOString() };
      }),
    );
  }

  /** Throws DAYBOOK_HTTP_NOT_FOUND. */
  async open(name: string): Promise<{ stream: ReadStream; size: number }> {
    const path = join(this.#dir, name);
    const info = PLAIN_NAME.test(name) ? await stat(path).catch(() => undefined) : undefined;
    if (info?.isFile() !== true) throw new DaybookError("DAYBOOK_HTTP_NOT_FOUND", `no export is named ${name}`);
    return { stream: createReadStream(path), size: info.size };
  }
}

async function* pagesOf(
  { query, start, end }: ExportOrder,
  source: ExportSource,
  onPage: (count: number, total: number) => void,
): AsyncGenerator<string[]> {
  const filter = {
    query,
    order: "asc" as const,
    ...(start === null ? {} : { start_time: start }),
    ...(end === null ? {} : { end_time: end }),
  };
  const { total } = await source.search({ ...filter, limit: 0, total: "exact" });
  let cursor: string | null = null;
  let count = 0;
  do {
    const request: SearchRequest = { ...filter, limit: PAGE_EVENTS, total: "none" };
    const page = await source.search(cursor === null ? request : { ...request, cursor });
    cursor = page.next_cursor;
    count += page.lines.length;
    onPage(count, total ?? count);
    yield page.lines;
  } while (cursor !== null);
}

async function* chunksOf(format: ExportFormat, pages: AsyncIterable<string[]>): AsyncGenerator<string | Uint8Array> {
  if (format === "ndjson") {
    for await (const lines of pages) if (lines.length > 0) yield `${lines.join("\n")}\n`;
    return;
  }
  if (format === "csv") {
    yield EVENT_CSV_HEADER;
    for await (const lines of pages) yield lines.map(eventCsvLine).join("");
    return;
  }
  const rows: Record<string, unknown>[] = [];
  for await (const lines of pages) {
    if (rows.length + lines.length > MAX_PARQUET_EVENTS) {
      throw new DaybookError(
        "DAYBOOK_STORE_TOO_LARGE",
        `more than ${MAX_PARQUET_EVENTS} events do not go into one Parquet file: narrow the time, or export csv or ndjson`,
      );
    }
    for (const line of lines) rows.push(JSON.parse(line) as Record<string, unknown>);
  }
  yield eventsParquet(rows, eventColumns());
}
