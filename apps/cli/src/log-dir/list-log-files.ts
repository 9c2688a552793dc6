import type { BigIntStats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { usageFailure } from "../command-failure.ts";
import { compareLogNames, parseLogName, type LogName } from "./log-names.ts";

export interface LogFile {
  /** As given, with the file's name; also what messages call it. */
  path: string;
  name: LogName;
  sizeBytes: number;
  modifiedMs: number;
  /** Device, inode and time of birth: the same file under another name after a rotation. */
  identity: string;
}

/**
 * Log files of directories (not of those within them), by stem and oldest first. A path that is a file stands for itself,
 * whatever its name.
 */
export async function listLogFiles(paths: readonly string[]): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const path of paths) {
    const info = await stat(path);
    if (!info.isDirectory()) {
      files.push(await describe(path, parseLogName(basename(path)) ?? otherName(basename(path))));
      continue;
    }
    for (const name of await readdir(path)) {
      const parsed = parseLogName(name);
      if (parsed === undefined) continue;
      const file = await describe(join(path, name), parsed).catch(undefinedWhenGone);
      if (file !== undefined) files.push(file);
    }
  }
  return files.toSorted((a, b) => compareLogNames(a.name, b.name) || (a.path < b.path ? -1 : 1));
}

/** As {@link listLogFiles}, and refuses directories in which there is nothing to read. */
export async function requireLogFiles(paths: readonly string[]): Promise<LogFile[]> {
  const files = await listLogFiles(paths);
  if (files.length > 0) return files;
  throw usageFailure(
    `There is no log file in ${paths.join(", ")}.`,
    "Log files are *.log, *.ndjson and *.jsonl, also with .gz; a single file can be named too.",
  );
}

async function describe(path: string, name: LogName): Promise<LogFile> {
  const info = await stat(path, { bigint: true });
  if (!info.isFile()) throw usageFailure(`${path} is not a regular file.`, "Give a directory or a file.");
  return {
    path,
    name,
    sizeBytes: Number(info.size),
    modifiedMs: Number(info.mtimeMs),
    identity: identityOf(info),
  };
}

/** The number of a removed file is soon given to a new one; its time of birth is not. */
export function identityOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

function otherName(name: string): LogName {
  return { stem: name, kind: "other", day: "", number: 0, isGzip: name.endsWith(".gz") };
}

/** Renamed or removed between the listing and the look at it, or a directory that is named like a log. */
function undefinedWhenGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  if (error instanceof Error && error.name === "CommandFailure") return undefined;
  throw error;
}
