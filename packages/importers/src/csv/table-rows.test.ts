import { expect, test } from "vitest";
import { chunksOf, collect, faultsOf } from "../test-support/chunks.ts";
import { tableRows } from "./table-rows.ts";

test("the header is opened once, trimmed; widths are checked; problems and broken quotes carry their line", async () => {
  const headers: (readonly string[])[] = [];
  const rows = await collect(
    tableRows(chunksOf('\n a ,b\nx,1\ny\nz,"open'), {
      delimiter: ",",
      open: (header) => {
        headers.push(header);
        return ([name]) => ({ problem: `no ${name}` });
      },
    }),
  );
  expect(headers).toEqual([["a", "b"]]);
  expect(faultsOf(rows)).toEqual([
    [3, "no x"],
    [4, "the record has 1 cells, the header has 2"],
    [5, expect.stringContaining("nothing was read")],
  ]);
});
