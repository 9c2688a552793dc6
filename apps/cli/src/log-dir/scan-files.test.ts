import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost } from "../test-support/test-host.ts";
import { listLogFiles } from "./list-log-files.ts";
import { scanFiles } from "./scan-files.ts";
import { ScanReport } from "./scan-report.ts";

interface Scene extends AsyncDisposable {
  path: string;
  put(name: string, content: string | Buffer): string;
  /** Reads all; `meanwhile` happens once, at the first line. */
  scan(meanwhile?: () => void): Promise<{ lines: string[]; report: ScanReport }>;
}

async function setScene(): Promise<Scene> {
  const dir = await temporaryDir();
  return {
    path: dir.path,
    put(name, content) {
      writeFileSync(join(dir.path, name), content);
      return join(dir.path, name);
    },
    async scan(meanwhile) {
      const files = await listLogFiles([dir.path]);
      const lines: string[] = [];
      const report = new ScanReport();
      const visitor = {
        line(_file: unknown, { bytes }: { bytes: Buffer | undefined }) {
          if (lines.length === 0) meanwhile?.();
          lines.push(bytes?.toString() ?? "too long");
        },
      };
      await scanFiles({ paths: [dir.path], files, visitor, report }, createTestHost());
      return { lines, report };
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

test("plain and compressed files, without empty lines and without other files", async () => {
  await using scene = await setScene();
  scene.put("a.2026-01-01.001.log.gz", gzipSync("1\n2\n"));
  scene.put("a.log", "3\n\n4");
  scene.put("notes.txt", "no\n");
  scene.put(".a.log", "no\n");
  await mkdir(join(scene.path, "folder.log"));
  const { lines, report } = await scene.scan();
  expect(lines).toEqual(["1", "2", "3", "4"]);
  expect(report).toMatchObject({ files: 2, lines: 5, faults: [] });
});

test("a file that is put aside before its turn is read under its new name", async () => {
  await using scene = await setScene();
  scene.put("a.log", "1\n");
  const live = scene.put("b.log", "2\n3\n");
  const { lines, report } = await scene.scan(() => {
    renameSync(live, join(scene.path, "b.2026-01-01.001.log"));
    writeFileSync(live, "4\n");
  });
  expect(lines.toSorted()).toEqual(["1", "2", "3", "4"]);
  expect(report.faults).toEqual([]);
});

test("and when there is no new live file yet", async () => {
  await using scene = await setScene();
  scene.put("a.log", "1\n");
  const live = scene.put("b.log", "2\n");
  const { lines, report } = await scene.scan(() => renameSync(live, join(scene.path, "b.2026-01-01.001.log")));
  expect(lines).toEqual(["1", "2"]);
  expect(report.faults).toEqual([]);
});

test("a file that is put aside after it was read is not read again", async () => {
  await using scene = await setScene();
  const live = scene.put("a.log", "1\n2\n");
  scene.put("b.log", "3\n");
  const { lines } = await scene.scan(() => renameSync(live, join(scene.path, "a.2026-01-01.001.log")));
  expect(lines).toEqual(["1", "2", "3"]);
});

test("a backup that is compressed before its turn is read compressed, after it not again", async () => {
  await using scene = await setScene();
  const read = scene.put("a.2026-01-01.001.log", "1\n");
  const unread = scene.put("b.2026-01-01.001.log", "2\n");
  const { lines, report } = await scene.scan(() => {
    for (const [path, content] of [
      [read, "1\n"],
      [unread, "2\n"],
    ] as const) {
      writeFileSync(`${path}.gz`, gzipSync(content));
      rmSync(path);
    }
  });
  expect(lines).toEqual(["1", "2"]);
  expect(report.faults).toEqual([]);
});

test("a backup whose name was only reserved when it was read is read again", async () => {
  await using scene = await setScene();
  const reserved = scene.put("a.2026-01-01.001.log", "");
  scene.put("b.log", "1\n");
  const live = scene.put("c.log", "2\n");
  const { lines } = await scene.scan(() => {
    renameSync(live, reserved);
    writeFileSync(live, "3\n");
  });
  expect(lines.toSorted()).toEqual(["1", "2", "3"]);
});

test("what stands behind the seal of a file that is being compressed counts for nothing", async () => {
  await using scene = await setScene();
  scene.put("a.2026-01-01.001.log", "1\n\n\u0004 sealed by daybook \u0004\n2\n");
  scene.put("a.log", `2\n${"x".repeat(600_000)}\n`);
  const { lines, report } = await scene.scan();
  expect(lines).toEqual(["1", "2", "too long"]);
  expect(report).toMatchObject({ files: 2, lines: 4, unreadableCount: 0 });
});

test("a file that is removed before its turn is named", async () => {
  await using scene = await setScene();
  scene.put("a.log", "1\n");
  const path = scene.put("b.ndjson", "2\n");
  const { lines, report } = await scene.scan(() => rmSync(path));
  expect(lines).toEqual(["1"]);
  expect(report.faults).toEqual([{ path, reason: "removed or renamed before it was read" }]);
});

test("a file that grows is read up to its size at the start, one that is cut off up to its end", async () => {
  await using scene = await setScene();
  const growing = scene.put("a.log", "1\n");
  const shrinking = scene.put("b.log", "2\n3\n");
  const { lines } = await scene.scan(() => {
    appendFileSync(growing, "late\n");
    truncateSync(shrinking, 2);
  });
  expect(lines).toEqual(["1", "2"]);
});

test("damage and what may not be read are named, and cost no other file", async () => {
  await using scene = await setScene();
  const cut = scene.put("a.2026-01-01.001.log.gz", gzipSync("1\n2\n").subarray(0, -8));
  const closed = scene.put("b.log", "3\n");
  await writeFile(join(scene.path, "c.log"), "4\n");
  await chmod(closed, 0);
  const { lines, report } = await scene.scan();
  const isRoot = process.getuid?.() === 0;
  expect(lines).toEqual(isRoot ? ["1", "2", "3", "4"] : ["1", "2", "4"]);
  expect(report.faults).toContainEqual({ path: cut, reason: "the gzip data end too early: the file is cut" });
  if (!isRoot)
    expect(report.faults).toContainEqual({ path: closed, reason: expect.stringContaining("cannot be opened") });
});
