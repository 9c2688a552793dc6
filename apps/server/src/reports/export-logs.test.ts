import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SearchRequest } from "@daybook/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Exports } from "./export-logs.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-exports-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const line = (seq: number): string =>
  `{"seq":${seq},"timestamp":"2024-01-01T00:00:00.000000Z","level":"INFO","service":"=cmd()","event_type":"trade_exit","message":"a, \\"b\\"","id":"e${seq}","price":0.10,"data":{"x":1},"collected_at":"2024-01-01T00:00:00.000000Z"}`;

/** A store of so many events, given in pages. */
function storeOf(count: number, fail = false) {
  const asked: SearchRequest[] = [];
  return {
    asked,
    search: (request: SearchRequest) => {
      asked.push(request);
      if (request.limit === 0) return Promise.resolve({ lines: [], total: count, next_cursor: null });
      if (fail && request.cursor !== undefined) return Promise.reject(new Error("engine away"));
      const from = Number(request.cursor ?? 0);
      const to = Math.min(count, from + 2);
      const lines = Array.from({ length: to - from }, (_, at) => line(from + at + 1));
      return Promise.resolve({ lines, total: null, next_cursor: to < count ? String(to) : null });
    },
  };
}

const ORDER = { query: "event_type:trade_exit", start: null, end: "2024-02-01T00:00:00.000000Z" };

test("all pages go to the file, and progress is told", async () => {
  const exports = new Exports(dir);
  const store = storeOf(5);
  const shares: number[] = [];
  const made = await exports.write({ ...ORDER, output_file: "all.ndjson" }, store, (share) => shares.push(share));
  expect(readFileSync(join(dir, "all.ndjson"), "utf8")).toBe(`${[1, 2, 3, 4, 5].map(line).join("\n")}\n`);
  expect(made).toMatchObject({ file: "all.ndjson", events: 5 });
  expect(shares).toEqual([0.4, 0.8, 1]);
  expect(store.asked[0]).toMatchObject({ query: "event_type:trade_exit", end_time: ORDER.end, order: "asc", limit: 0 });
});

test("cells of CSV are quoted, and none begins a formula", async () => {
  await new Exports(dir).write({ ...ORDER, output_file: "all.csv" }, storeOf(1), () => {});
  const [header, row] = readFileSync(join(dir, "all.csv"), "utf8").split(/\r?\n/);
  expect(header).toContain("timestamp,level,service");
  expect(row).toContain(`'=cmd()`);
  expect(row).toContain('"a, ""b"""');
});

test("Parquet is Parquet", async () => {
  await new Exports(dir).write({ ...ORDER, output_file: "all.parquet" }, storeOf(3), () => {});
  const bytes = readFileSync(join(dir, "all.parquet"));
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
});

test("an export that fails leaves the old file and no half one", async () => {
  writeFileSync(join(dir, "all.ndjson"), "old");
  await expect(
    new Exports(dir).write({ ...ORDER, output_file: "all.ndjson" }, storeOf(5, true), () => {}),
  ).rejects.toThrow("engine away");
  expect(readdirSync(dir)).toEqual(["all.ndjson"]);
  expect(readFileSync(join(dir, "all.ndjson"), "utf8")).toBe("old");
});

test.each(["../x.csv", "/etc/x.csv", "a/b.csv", ".x.csv", "x.txt", "x", "", "x\u0000.csv", `${"x".repeat(200)}.csv`])(
  "%j is no plain name",
  (name) => {
    expect(() => new Exports(dir).check(name)).toThrow(expect.objectContaining({ code: "DAYBOOK_REPORT_FILE" }));
  },
);

test("files are listed and opened by their plain names alone", async () => {
  const exports = new Exports(join(dir, "exports"));
  expect(await exports.list()).toEqual([]);
  mkdirSync(join(dir, "exports"));
  writeFileSync(join(dir, "exports", "a.csv"), "1234");
  writeFileSync(join(dir, "exports", "b.csv.part"), "");
  writeFileSync(join(dir, "secret.csv"), "");
  expect(await exports.list()).toMatchObject([{ name: "a.csv", bytes: 4 }]);
  const { stream, size } = await exports.open("a.csv");
  stream.destroy();
  expect(size).toBe(4);
  for (const name of ["../secret.csv", "nothing.csv", "."]) {
    await expect(exports.open(name)).rejects.toMatchObject({ code: "DAYBOOK_HTTP_NOT_FOUND" });
  }
});
