import type { DayRow, Trade } from "@daybook/analytics";
import { DAY_COLUMNS, TRADE_COLUMNS } from "../tables/report-columns.ts";
import { eventValue } from "../tables/event-columns.ts";
import type { EventColumn, EventRow } from "../tables/event-columns.ts";
import { joined, parquetChunks } from "./parquet-chunks.ts";

/**
 * Bytes of a Parquet file, a piece at a time, each of one row group. Money is DECIMAL(38, 18) and times are TIMESTAMP in
 * microseconds of UTC where every value of the column fits exactly; a column where one does not is text, and its name is in
 * the file's metadata under `daybook.text_columns`. `rows` is iterated twice.
 */
export type ParquetBytes = Generator<Uint8Array<ArrayBuffer>>;

export function tradesParquetChunks(trades: Iterable<Trade>): ParquetBytes {
  return parquetChunks(trades, TRADE_COLUMNS);
}

export function daysParquetChunks(days: Iterable<DayRow>): ParquetBytes {
  return parquetChunks(days, DAY_COLUMNS);
}

/** Logged events, or any rows of named values, in the columns given; see `eventColumns`. */
export function eventsParquetChunks(rows: Iterable<EventRow>, columns: readonly EventColumn[]): ParquetBytes {
  return parquetChunks(
    rows,
    columns.map(({ name, kind }) => ({ name, kind, read: (row: EventRow) => eventValue(row, name) })),
  );
}

/** {@link tradesParquetChunks} in one piece. */
export function tradesParquet(trades: Iterable<Trade>): Uint8Array<ArrayBuffer> {
  return joined(tradesParquetChunks(trades));
}

/** {@link daysParquetChunks} in one piece. */
export function daysParquet(days: Iterable<DayRow>): Uint8Array<ArrayBuffer> {
  return joined(daysParquetChunks(days));
}

/** {@link eventsParquetChunks} in one piece. */
export function eventsParquet(rows: Iterable<EventRow>, columns: readonly EventColumn[]): Uint8Array<ArrayBuffer> {
  return joined(eventsParquetChunks(rows, columns));
}
