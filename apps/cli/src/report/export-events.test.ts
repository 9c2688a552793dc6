import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Run } from "../run.ts";
import { exportEvents } from "./export-events.ts";
import { silentHost } from "./silent-host.ts";

let dir: string;
let logs: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-export-"));
  logs = mkdtempSync(join(tmpdir(), "daybook-export-logs-"));
  const lines = [2, 1, 3].map((n) =>
    JSON.stringify({
      id: `e${n}`,
      timestamp: `2024-01-01T00:00:0${n}.000000Z`,
      level: n === 3 ? "ERROR" : "INFO",
      service: "bot",
      event_type: "trade_exit",
      message: "=1+1",
      price: "0.10",
    }),
  );
  writeFileSync(join(logs, "trades.log"), `${lines.join("\n")}\n`);
});

afterEach(() => {
  for (const path of [dir, logs]) rmSync(path, { recursive: true, force: true });
});

const write = (out: string, query = "") =>
  exportEvents({ out, request: query === "" ? {} : { query }, dirs: [logs] }, {}, { ...silentHost(), cwd: dir }, {
    exitCode: 0,
    query: undefined,
  } satisfies Run);

test("events of log files, oldest first, each line as it stands", async () => {
  await write("all.ndjson");
  const lines = readFileSync(join(dir, "all.ndjson"), "utf8").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(["e1", "e2", "e3"]);
  expect(lines[0]).toContain('"price":"0.10"');
  await write("errors.ndjson", "level:ERROR");
  expect(readFileSync(join(dir, "errors.ndjson"), "utf8").trim().split("\n")).toHaveLength(1);
});

test("CSV in which no cell is a formula, and Parquet", async () => {
  await write("all.csv");
  const [header, row] = readFileSync(join(dir, "all.csv"), "utf8").split("\r\n");
  expect(header).toMatch(/^seq,timestamp,level,service/);
  expect(row).toContain("'=1+1");
  expect(row).toContain("0.10");
  await write("all.parquet");
  expect(readFileSync(join(dir, "all.parquet")).subarray(0, 4).toString()).toBe("PAR1");
});

test("nothing is left of an export that cannot be made", async () => {
  await expect(write("all.xlsx")).rejects.toThrow(/does not say a format/);
  await expect(write("all.csv", "level:(")).rejects.toThrow(/./);
  expect(readdirSync(dir)).toEqual([]);
});
