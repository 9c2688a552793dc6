import type { ImportedEvent, ImportedRow } from "../imported-row.ts";

/** Content as it comes from a file, cut every so many bytes. */
export async function* chunksOf(content: string | Uint8Array, chunkBytes = 1_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

export async function collect(rows: AsyncIterable<ImportedRow[]>): Promise<ImportedRow[]> {
  const all: ImportedRow[] = [];
  for await (const list of rows) all.push(...list);
  return all;
}

export function eventsOf(rows: readonly ImportedRow[]): ImportedEvent[] {
  return rows.flatMap((row) => ("event" in row ? [row.event] : []));
}

export function faultsOf(rows: readonly ImportedRow[]): [number, string][] {
  return rows.flatMap((row): [number, string][] => ("fault" in row ? [[row.line, row.fault.reason]] : []));
}
