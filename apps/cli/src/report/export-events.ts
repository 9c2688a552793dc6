import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { finished } from "node:stream/promises";
import type { SearchRequest } from "@daybook/protocol";
import { EVENT_CSV_HEADER, MAX_PARQUET_EVENTS, eventColumns, eventCsvLine, eventsParquet } from "@daybook/reports";
import { SingleBar } from "cli-progress";
import { usageFailure } from "../command-failure.ts";
import { tellReport } from "../commands/dir-flags.ts";
import { connect, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { PAGE_EVENTS } from "../limits.ts";
import { searchFiles } from "../log-dir/search-files.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import { plainLine } from "../pretty/plain-text.ts";
import type { Run } from "../run.ts";

const ENDINGS = ["ndjson", "csv", "parquet"] as const;
type Ending = (typeof ENDINGS)[number];

export interface EventExport {
  /** As given; its ending says the format. */
  readonly out: string;
  readonly request: Pick<SearchRequest, "query" | "start_time" | "end_time">;
  /** Log files instead of a server. */
  readonly dirs: readonly string[] | undefined;
}

/** Writes events, oldest first, to a file that is whole under its name or not there. */
export async function exportEvents(order: EventExport, server: ServerFlags, host: Host, run: Run): Promise<void> {
  const ending = ENDINGS.find((one) => order.out.endsWith(`.${one}`));
  if (ending === undefined) {
    throw usageFailure(
      `--out ${plainLine(order.out)} does not say a format.`,
      "End it with .ndjson, .csv or .parquet.",
    );
  }
  const file = resolve(host.cwd, order.out);
  const sink = new FileSink(`${file}.part`, ending);
  let count: number;
  try {
    count =
      order.dirs === undefined
        ? await fromServer(order, server, sink, host)
        : await fromFiles(order, order.dirs, sink, host, run);
    await sink.close();
  } catch (error) {
    sink.destroy();
    await rm(`${file}.part`, { force: true });
    throw error;
  }
  await rename(`${file}.part`, file);
  host.err.write(`${plural(count, "event")} written to ${plainLine(order.out)}.\n`);
}

async function fromServer({ request }: EventExport, server: ServerFlags, sink: FileSink, host: Host): Promise<number> {
  const client = await connect(server, host);
  const call = { signal: host.interrupted };
  const { total } = await client.search({ ...request, limit: 0, total: "exact" }, call);
  const bar = host.err.isTerminal
    ? new SingleBar({
        format: "Exporting [{bar}] {percentage}% {events}",
        stream: host.err.stream,
        clearOnComplete: true,
      })
    : undefined;
  bar?.start(Math.max(1, total ?? 0), 0, { events: "" });
  let count = 0;
  try {
    for await (const page of client.linePages({ ...request, order: "asc", limit: PAGE_EVENTS }, call)) {
      await sink.write(page.lines);
      count += page.lines.length;
      bar?.update(count, { events: plural(count, "event") });
    }
  } finally {
    bar?.stop();
  }
  return count;
}

async function fromFiles(
  { request }: EventExport,
  paths: readonly string[],
  sink: FileSink,
  host: Host,
  run: Run,
): Promise<number> {
  const search = {
    paths,
    request: { ...request, order: "asc" as const },
    limit: Number.POSITIVE_INFINITY,
    counts: false,
    opener: undefined,
  };
  const found = await searchFiles(search, host, (events) => sink.write(events.map((event) => event.text())));
  tellReport({ report: found.report }, { asJson: false }, host, run);
  return found.shown;
}

/** Lines into a file of one of the formats. */
class FileSink {
  readonly #stream;
  readonly #ending: Ending;
  readonly #rows: Record<string, unknown>[] = [];

  constructor(path: string, ending: Ending) {
    this.#stream = createWriteStream(path, { mode: 0o600 });
    this.#ending = ending;
    if (ending === "csv") this.#stream.write(EVENT_CSV_HEADER);
  }

  async write(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    if (this.#ending === "parquet") {
      for (const line of lines) this.#rows.push(JSON.parse(line) as Record<string, unknown>);
      if (this.#rows.length > MAX_PARQUET_EVENTS) {
        const most = formatCount(MAX_PARQUET_EVENTS);
        throw usageFailure(
          `More than ${most} events do not go into one Parquet file.`,
          "Narrow the time, or write .ndjson or .csv.",
        );
      }
      return;
    }
    const text = this.#ending === "csv" ? lines.map(eventCsvLine).join("") : `${lines.join("\n")}\n`;
    if (!this.#stream.write(text)) await new Promise<void>((drained) => this.#stream.once("drain", drained));
  }

  async close(): Promise<void> {
    if (this.#ending === "parquet") this.#stream.write(eventsParquet(this.#rows, eventColumns()));
    this.#stream.end();
    await finished(this.#stream);
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
