import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { ROW_GROUP_ROWS } from "../limits.ts";
import { TEXT_COLUMNS_KEY, joined, parquetChunks } from "./parquet-chunks.ts";

const COLUMNS = [
  { name: "at", kind: "time", read: ({ at }: Row) => at },
  { name: "money", kind: "decimal", read: ({ money }: Row) => money },
] as const;

interface Row {
  readonly at: string;
  readonly money: string | null;
}

const row = (second: number, money: string | null): Row => ({ at: `2024-01-01T00:00:0${second}.000001Z`, money });

test("a column with a value that does not fit is text throughout, and is named", async () => {
  const bytes = joined(parquetChunks([row(1, "1.5"), row(2, "1e-30"), row(3, null)], COLUMNS));
  const metadata = parquetMetadata(bytes.buffer);
  expect(metadata.key_value_metadata).toContainEqual({ key: TEXT_COLUMNS_KEY, value: '["money"]' });
  expect(await parquetReadObjects({ file: bytes.buffer })).toMatchObject([
    { money: "1.5" },
    { money: "1e-30" },
    { money: null },
  ]);
});

test("row groups come one by one from rows that are made as they are asked for", async () => {
  const count = 2 * ROW_GROUP_ROWS + 5;
  let made = 0;
  const rows: Iterable<Row> = {
    *[Symbol.iterator]() {
      for (let at = 0; at < count; at++) {
        made++;
        yield row(at % 10, String(at));
      }
    },
  };
  const chunks = parquetChunks(rows, COLUMNS);
  const first = chunks.next().value as Uint8Array<ArrayBuffer>;
  expect(made).toBe(count + ROW_GROUP_ROWS);
  const bytes = joined([first, ...chunks]);
  const metadata = parquetMetadata(bytes.buffer);
  expect(metadata.row_groups.map(({ num_rows: rowCount }) => rowCount)).toEqual([20_000n, 20_000n, 5n]);
  const last = await parquetReadObjects({ file: bytes.buffer, rowStart: count - 1 });
  expect(last).toEqual([{ at: new Date("2024-01-01T00:00:04.000Z"), money: count - 1 }]);
});

test("no rows are a file too; rows that can be had once, and columns without names of their own, are refused", async () => {
  const bytes = joined(parquetChunks([], COLUMNS));
  expect(await parquetReadObjects({ file: bytes.buffer })).toEqual([]);
  const once = [row(1, "1")].values();
  expect(() => [...parquetChunks(once, COLUMNS)]).toThrow(/gone through twice/);
  expect(() => [...parquetChunks([], [])]).toThrow(RangeError);
  expect(() => [...parquetChunks([], [COLUMNS[0], COLUMNS[0]])]).toThrow(RangeError);
});
