import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { foreignDefaults, foreignRows, foreignWarnings, type ForeignOptions } from "./foreign-rows.ts";
import type { Row } from "./row.ts";

const LOG = [
  "8=FIX.4.2|35=0|34=1|49=A|56=B|52=20240101-00:00:00|10=000|",
  "?",
  "8=FIX.4.2|35=0|34=3|49=A|56=B|52=20240102-00:00:00|10=000|",
].join("\n");

async function read(options: Partial<ForeignOptions> = {}): Promise<Row[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from(LOG);
  }
  const all: Row[] = [];
  for await (const rows of foreignRows(chunks(), "fix", {
    map: new Map(),
    delimiter: undefined,
    defaults: [],
    head: Buffer.from(LOG),
    ...options,
  }))
    all.push(...rows);
  return all;
}

const textsOf = (rows: readonly Row[]) =>
  rows.map((row) => ("text" in row ? (JSON.parse(row.text.toString()) as object) : row.fault.code));

test("rows are texts of events with their number and line; faults stay where they are", async () => {
  const rows = await read();
  expect(rows.map(({ number, line }) => [number, line])).toEqual([
    [2, 1],
    [4, 2],
    [5, 3],
    [6, 3],
  ]);
  expect(textsOf(rows)).toMatchObject([
    { service: "fix-gateway", event_type: "fix_heartbeat" },
    "DAYBOOK_IMPORT_ROW",
    { event_type: "gap_detected" },
    { event_type: "fix_heartbeat", timestamp: "2024-01-02T00:00:00.000000Z" },
  ]);
});

test("the service is as named, and is not added once more", async () => {
  const defaults = [
    { name: "service", json: '"mine"' },
    { name: "level", json: '"INFO"' },
  ];
  expect(textsOf(await read({ defaults }))[0]).toMatchObject({ service: "mine" });
  expect(foreignDefaults(defaults)).toEqual([{ name: "level", json: '"INFO"' }]);
});

test("events up to a time are left out, the numbers of the others do not move", async () => {
  const rows = await read({ after: "2024-01-01T00:00:00.000000Z" });
  expect(rows.map(({ number }) => number)).toEqual([4, 5, 6]);
});

test("only a database with a write-ahead log beside it is warned of", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "t.sqlite");
  expect(await foreignWarnings(path, "freqtrade")).toEqual([]);
  await writeFile(`${path}-wal`, "");
  expect(await foreignWarnings(path, "freqtrade")).toEqual([]);
  await writeFile(`${path}-wal`, "x");
  expect(await foreignWarnings(path, "freqtrade")).toEqual([expect.stringContaining(".backup")]);
  expect(await foreignWarnings(path, "fix")).toEqual([]);
});
