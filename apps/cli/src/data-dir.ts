import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Host } from "./host.ts";

export const DEFAULT_DATA_DIR = "daybook-data";

/** `--data`, then DAYBOOK_DATA_DIR, then `./daybook-data`; absolute. */
export function dataDirOf(flag: string | undefined, host: Pick<Host, "env" | "cwd">): string {
  return resolve(host.cwd, flag ?? (host.env["DAYBOOK_DATA_DIR"] || DEFAULT_DATA_DIR));
}

export function adminKeyPath(dataDir: string): string {
  return join(dataDir, "keys", "admin.key");
}

/** The admin key of a local installation. `undefined` when there is none. Rejects when it may not be read. */
export async function readAdminKey(dataDir: string): Promise<string | undefined> {
  const text = await readIfThere(adminKeyPath(dataDir));
  return text?.trim() || undefined;
}

/** Where the running server of this data directory listens. */
export interface ServerAddress {
  url: string;
  pid: number;
}

/** What a server wrote when it began to listen; after a crash the process may be gone. */
export async function readAddress(dataDir: string): Promise<ServerAddress | undefined> {
  const text = await readIfThere(join(dataDir, "state", "address.json"));
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<ServerAddress>;
    return typeof value.url === "string" && typeof value.pid === "number"
      ? { url: value.url, pid: value.pid }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A process of another user counts as alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
