import { open, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { logLine } from "../test-support/log-lines.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { listLogFiles, type LogFile } from "./list-log-files.ts";
import { newestPossible } from "./newest-event.ts";
import { isGzipFile } from "./read-content.ts";

async function newest(name: string, content: string | Buffer, modified: string): Promise<string | undefined> {
  await using dir = await temporaryDir();
  const path = join(dir.path, name);
  await writeFile(path, content);
  await utimes(path, new Date(modified), new Date(modified));
  const [file] = (await listLogFiles([dir.path])) as [LogFile];
  const handle = await open(path);
  try {
    return await newestPossible(file, { handle, sizeBytes: file.sizeBytes, isGzip: await isGzipFile(handle) });
  } finally {
    await handle.close();
  }
}

const LINE = `${logLine(1)}\n`;

test("an hour behind the last change of a file that the logger wrote", async () => {
  const expected = "2026-01-15T12:00:00.000000Z";
  expect(await newest("a.log", LINE, "2026-01-15T11:00:00Z")).toBe(expected);
  expect(await newest("a.2026-01-15.001.log.gz", gzipSync(LINE.repeat(1_000)), "2026-01-15T11:00:00Z")).toBe(expected);
});

test.each([
  ["another program's file", "a.ndjson", LINE, "2026-01-15T11:00:00Z"],
  ["events newer than the file", "a.log", LINE, "2026-01-14T00:00:00Z"],
  ["no event at its start", "a.log", `hello\n${LINE}`, "2026-01-15T11:00:00Z"],
  ["an empty file", "a.log", "", "2026-01-15T11:00:00Z"],
])("%s: it cannot be told", async (_name, name, content, modified) => {
  expect(await newest(name, content, modified)).toBeUndefined();
});
