import { encodeRecord, FIELD_NAMES, type LogRecord } from "@daybook/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell, exportFileName, exportWriter, type ExportFormat } from "./export-format.ts";
import { runExport, type ExportPage, type ExportProgress } from "./export-run.ts";

const base: LogRecord = {
  seq: 1,
  timestamp: "2024-01-15T10:30:45.123456Z",
  collected_at: "2024-01-15T10:30:45.200000Z",
  level: "ERROR",
  service: "s",
  event_type: "t",
  message: "m",
  id: "id-1",
  price: "573.0",
  quantity: "115792089237316195423570985008687907853269984665640564039457.5",
};
const line = encodeRecord(base);

describe("csvCell", () => {
  test.each([
    ["plain", "plain"],
    ['a "b", c', '"a ""b"", c"'],
    ["two\nlines", '"two\nlines"'],
    [undefined, ""],
    [0, "0"],
    ["-12.5", "-12.5"],
    [-12.5, "-12.5"],
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["-2+3", "'-2+3"],
    ["\t=1", "'\t=1"],
    [{ a: 1 }, '"{""a"":1}"'],
  ])("%j → %s", (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  test("property: no text cell starts as a formula", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bare = csvCell(text).replace(/^"/, "");
        expect(/^[=@\t\r]/.test(bare)).toBe(false);
        expect(/^[+-]/.test(bare) && Number.isNaN(Number(bare))).toBe(false);
      }),
    );
  });
});

describe("exportWriter", () => {
  const write = (format: ExportFormat, pages: string[][]): string => {
    const writer = exportWriter(format);
    return writer.head + pages.map((page, index) => writer.page(page, index === 0)).join("") + writer.tail;
  };
  const pages = [[line, encodeRecord({ ...base, id: "id-2" })], [encodeRecord({ ...base, id: "id-3" })]];

  test("json is one array over all pages, each event as it is stored", () => {
    expect(write("json", pages)).toBe(`[\n${pages.flat().join(",\n")}\n]\n`);
    expect(JSON.parse(write("json", pages))).toHaveLength(3);
    expect(JSON.parse(write("json", []))).toEqual([]);
  });

  test("ndjson is one stored line after the other", () => {
    expect(write("ndjson", pages)).toBe(`${pages.flat().join("\n")}\n`);
  });

  test("csv has a head, as many cells in every row, and money to the last digit", () => {
    const rows = write("csv", pages).trimEnd().split("\r\n");
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe(`\uFEFF${FIELD_NAMES.join(",")}`);
    const cells = rows[1]?.split(",") ?? [];
    expect(cells).toHaveLength(FIELD_NAMES.length);
    expect(cells[FIELD_NAMES.indexOf("price")]).toBe("573.0");
    expect(cells[FIELD_NAMES.indexOf("quantity")]).toBe(base.quantity);
  });
});

describe("runExport", () => {
  const reply = (lines: string[], next: string | null, total: number | null = null): ExportPage => ({
    lines,
    total,
    next_cursor: next,
  });
  async function* twoPages(): AsyncGenerator<ExportPage> {
    yield reply([line, line], "c", 3);
    yield reply([line], null);
  }
  const options = { request: {}, format: "ndjson", pageSize: 2, onProgress: () => {} } as const;

  test("reads all pages and tells how far it is", async () => {
    const progress: ExportProgress[] = [];
    const result = await runExport({
      ...options,
      maxEvents: 10,
      linePages: twoPages,
      onProgress: (now) => progress.push(now),
    });
    expect(result).toMatchObject({ written: 3, isCut: false });
    expect(result.parts.join("").trimEnd().split("\n")).toHaveLength(3);
    expect(progress).toEqual([
      { written: 2, total: 3 },
      { written: 3, total: 3 },
    ]);
  });

  test("asks for whole pages and the exact total", async () => {
    const asked: unknown[] = [];
    await runExport({
      ...options,
      request: { query: "x" },
      maxEvents: 10,
      linePages: (request) => {
        asked.push(request);
        return twoPages();
      },
    });
    expect(asked).toEqual([{ query: "x", limit: 2, total: "exact" }]);
  });

  test("stops at the limit and says so", async () => {
    expect(await runExport({ ...options, maxEvents: 2, linePages: twoPages })).toMatchObject({
      written: 2,
      isCut: true,
    });
    expect(await runExport({ ...options, maxEvents: 3, linePages: twoPages })).toMatchObject({
      written: 3,
      isCut: false,
    });
  });

  test("a failing page gives no half file", async () => {
    async function* broken(): AsyncGenerator<ExportPage> {
      yield reply([line], "c", 2);
      throw new Error("cut");
    }
    await expect(runExport({ ...options, maxEvents: 10, linePages: broken })).rejects.toThrow("cut");
  });
});

test("the file's name sorts by time and suits every file system", () => {
  expect(exportFileName("csv", Date.parse("2024-01-15T10:30:45.123Z"))).toBe("daybook-2024-01-15T10-30-45Z.csv");
});
