import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { ROW_GROUP_ROWS } from "../limits.ts";
import { PARQUET_TYPES, TEXT } from "./parquet-type.ts";
import type { ParquetType, Stored } from "./parquet-type.ts";
import type { ColumnKind } from "../tables/table-column.ts";

/** Names the columns that are text since a value did not fit; in the metadata of the file, as JSON. */
export const TEXT_COLUMNS_KEY = "daybook.text_columns";

interface ParquetColumn<Row> {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly read: (row: Row) => unknown;
}

interface ChosenColumn<Row> extends ParquetColumn<Row> {
  readonly type: ParquetType;
}

/**
 * Rows as the bytes of a Parquet file, a piece for each row group: as much memory as one group needs. The rows are gone
 * through twice, since a column of which one value does not fit its type is text throughout: an array, or an object whose
 * iterator begins anew. The same rows give the same bytes.
 */
export function* parquetChunks<Row>(
  rows: Iterable<Row>,
  columns: readonly ParquetColumn<Row>[],
): Generator<Uint8Array<ArrayBuffer>> {
  const chosen = chooseTypes(rows, columns);
  const texts = chosen.filter(({ kind, type }) => type !== PARQUET_TYPES[kind]).map(({ name }) => name);
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: "root", num_children: chosen.length }, ...chosen.map(({ name, type }) => type.element(name))],
    createdBy: "Daybook",
    kvMetadata: [{ key: TEXT_COLUMNS_KEY, value: JSON.stringify(texts) }],
  });
  for (const group of groupsOf(rows)) {
    const columnData = chosen.map(({ name, type, read }) => ({
      name,
      data: group.map((row): Stored => {
        const value = read(row);
        return value === null || value === undefined ? null : type.store(value);
      }),
    }));
    // Without a promise from the sink it is done when this returns.
    void writer.write({ columnData, rowGroupSize: group.length });
    yield taken(bytes);
  }
  void writer.finish();
  yield taken(bytes);
}

/** All pieces as one. */
export function joined(chunks: Iterable<Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  const list = [...chunks];
  const all = new Uint8Array(list.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of list) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function chooseTypes<Row>(rows: Iterable<Row>, columns: readonly ParquetColumn<Row>[]): ChosenColumn<Row>[] {
  if (Object.is(rows[Symbol.iterator](), rows)) {
    throw new TypeError(
      "rows for Parquet are gone through twice: give an array, or an object whose iterator begins anew",
    );
  }
  const names = new Set(columns.map(({ name }) => name));
  if (columns.length === 0 || names.size < columns.length)
    throw new RangeError("columns need names of their own, at least one");
  const misfits = new Set<ParquetColumn<Row>>();
  for (const row of rows) {
    for (const column of columns) {
      const value = column.read(row);
      if (value !== null && value !== undefined && !PARQUET_TYPES[column.kind].fits(value)) misfits.add(column);
    }
  }
  return columns.map((column) => ({ ...column, type: misfits.has(column) ? TEXT : PARQUET_TYPES[column.kind] }));
}

function* groupsOf<Row>(rows: Iterable<Row>): Generator<Row[]> {
  let group: Row[] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length < ROW_GROUP_ROWS) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** What was written since the last time; the writer goes on counting from the start of the file. */
function taken(bytes: ByteWriter): Uint8Array<ArrayBuffer> {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}
