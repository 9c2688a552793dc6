import { stat } from "node:fs/promises";
import { openImport, type ImportFormat } from "@daybook/importers";
import type { Row } from "./row.ts";
import type { DefaultMember } from "./stamp-line.ts";

export interface ForeignOptions {
  map: ReadonlyMap<string, string>;
  delimiter: string | undefined;
  defaults: readonly DefaultMember[];
  head: Buffer;
  /** Canonical; only later events are of interest, because an earlier state of the file was imported. */
  after?: string | undefined;
}

/** Rows of what another tool wrote, as the texts of events. */
export async function* foreignRows(
  chunks: AsyncIterable<Buffer>,
  format: ImportFormat,
  { map, delimiter, defaults, head, after = "" }: ForeignOptions,
): AsyncGenerator<Row[]> {
  const service = defaults.find((member) => member.name === "service");
  const source = { format, chunks, head, map, delimiter, service: service && (JSON.parse(service.json) as string) };
  for await (const rows of openImport(source)) {
    yield rows.flatMap((row): Row[] => {
      if ("fault" in row) return [row];
      const { number, line, event } = row;
      // Canonical times sort as text.
      return event.timestamp > after ? [{ number, line, text: Buffer.from(JSON.stringify(event)) }] : [];
    });
  }
}

/** What is left to add to each event: the service is in it already. */
export function foreignDefaults(defaults: readonly DefaultMember[]): DefaultMember[] {
  return defaults.filter((member) => member.name !== "service");
}

/** A running bot keeps its newest trades beside the database until it folds them in. */
export async function foreignWarnings(path: string, format: string): Promise<string[]> {
  if (format !== "freqtrade") return [];
  const log = await stat(`${path}-wal`).catch(() => undefined);
  if (log === undefined || log.size === 0) return [];
  return [
    `${path}-wal lies beside the database: what is only in it was not read. Import a copy that has it all: ` +
      `sqlite3 ${path} ".backup trades-copy.sqlite"`,
  ];
}
