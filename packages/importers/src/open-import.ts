import { likelyDelimiter } from "./csv/csv-records.ts";
import { hummingbotCsvRows } from "./csv/hummingbot-csv.ts";
import { tradesCsvRows } from "./csv/trades-csv.ts";
import { fixLogRows } from "./fix/fix-log.ts";
import { freqtradeBacktestRows } from "./freqtrade/backtest.ts";
import { freqtradeDatabaseRows } from "./freqtrade/database.ts";
import type { ImportedRow } from "./imported-row.ts";

export const IMPORT_FORMATS = ["freqtrade", "freqtrade-backtest", "fix", "hummingbot", "trades-csv"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** The service of events, where the caller names none. */
const SERVICES: Readonly<Record<ImportFormat, string>> = {
  freqtrade: "freqtrade",
  "freqtrade-backtest": "freqtrade",
  fix: "fix-gateway",
  hummingbot: "hummingbot",
  "trades-csv": "trades",
};

export interface ImportSource {
  format: ImportFormat;
  /** The content from its start, unpacked if it was gzip. */
  chunks: AsyncIterable<Buffer>;
  /** First bytes of the content. */
  head: Buffer;
  service: string | undefined;
  /** Tables of trades: column → field. */
  map: ReadonlyMap<string, string>;
  delimiter: string | undefined;
}

export function isImportFormat(name: string): name is ImportFormat {
  return IMPORT_FORMATS.some((format) => format === name);
}

/**
 * Events of one file, a list at a time. FIX and CSV are read as a stream; databases and back-tests are held whole, within limits.
 * Throws `DAYBOOK_IMPORT_FILE` when the file as a whole is not what the format says.
 */
export function openImport(source: ImportSource): AsyncGenerator<ImportedRow[]> {
  const { format, chunks, head, map } = source;
  const service = source.service ?? SERVICES[format];
  const delimiter = source.delimiter ?? likelyDelimiter(head);
  switch (format) {
    case "freqtrade":
      return freqtradeDatabaseRows(chunks, service);
    case "freqtrade-backtest":
      return freqtradeBacktestRows(chunks, service);
    case "fix":
      return fixLogRows(chunks, service);
    case "hummingbot":
      return hummingbotCsvRows(chunks, { delimiter, service });
    case "trades-csv":
      return tradesCsvRows(chunks, { delimiter, map, service });
  }
}
