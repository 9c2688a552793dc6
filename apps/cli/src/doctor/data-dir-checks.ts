import { access, constants, readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { adminKeyPath, isAlive } from "../data-dir.ts";
import { formatBytes } from "../pretty/quantities.ts";
import { failed, ok, warning, type Finding } from "./check.ts";

const MIN_FREE_BYTES = 1_000_000_000;

/** Checks of a local data directory, which need no server. */
export async function checkDataDir(dataDir: string): Promise<Finding[]> {
  const info = await stat(dataDir).catch((error: NodeJS.ErrnoException) => error);
  if (info instanceof Error) {
    const mend = "`daybook start` makes it; or name the right one with --data or DAYBOOK_DATA_DIR.";
    return [warning("Data directory", info.code === "ENOENT" ? `${dataDir} is not there` : info.message, mend)];
  }
  if (!info.isDirectory())
    return [failed("Data directory", `${dataDir} is no directory`, "Name another one with --data.")];
  return [
    await checkWritable(dataDir),
    await checkSpace(dataDir),
    await checkKeyFile(dataDir),
    await checkLock(dataDir),
  ];
}

async function checkWritable(dataDir: string): Promise<Finding> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok("Data directory", dataDir);
  } catch {
    const mend = `Run as its owner, or: sudo chown -R $(id -un) ${dataDir}`;
    return failed("Data directory", `${dataDir} cannot be written by this user`, mend);
  }
}

async function checkSpace(dataDir: string): Promise<Finding> {
  const { bavail, bsize, blocks } = await statfs(dataDir);
  return judgeSpace(bavail * bsize, blocks * bsize);
}

export function judgeSpace(freeBytes: number, totalBytes: number): Finding {
  const text = `${formatBytes(freeBytes)} free of ${formatBytes(totalBytes)}`;
  if (freeBytes >= MIN_FREE_BYTES) return ok("Disk space", text);
  return failed(
    "Disk space",
    text,
    "Free some space or shorten the retention; below the reserve new events are refused.",
  );
}

async function checkKeyFile(dataDir: string): Promise<Finding> {
  const path = adminKeyPath(dataDir);
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (info instanceof Error) {
    if (info.code !== "ENOENT") return warning("Admin key", info.message, "Run as the user who started Daybook.");
    return ok("Admin key", "no file; it is made at the first start unless DAYBOOK_ADMIN_KEY is set");
  }
  const mode = info.mode & 0o777;
  if ((mode & 0o077) === 0) return ok("Admin key", path);
  return failed(
    "Admin key",
    `others may read ${path} (mode ${mode.toString(8)})`,
    `chmod 600 ${path}, and make a new one if others were on this machine.`,
  );
}

async function checkLock(dataDir: string): Promise<Finding> {
  const text = await readFile(join(dataDir, "daybook.lock"), "utf8").catch(() => undefined);
  if (text === undefined) return ok("Lock", "free: no server runs on this directory");
  const pid = pidOf(text);
  if (pid === undefined)
    return warning("Lock", "the lock cannot be read", "Start the server: it takes over a lock whose owner is gone.");
  if (isAlive(pid)) return ok("Lock", `held by process ${pid}`);
  return ok("Lock", `left behind by process ${pid}, which is gone; the next start takes it over`);
}

function pidOf(text: string): number | undefined {
  try {
    const { pid } = JSON.parse(text) as { pid?: unknown };
    return typeof pid === "number" ? pid : undefined;
  } catch {
    return undefined;
  }
}
