import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Tells a process from every other one, also from a later one that got the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When the process started, in the system's own words; absent when it cannot be known. */
  start?: string;
  /** The boot it lives in. */
  boot?: string;
  /** The pid namespace: pids of other containers mean nothing here. */
  namespace?: string;
  host: string;
}

async function quietly(read: () => Promise<string>): Promise<string | undefined> {
  try {
    const text = (await read()).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat, clock ticks since boot; the name in brackets may hold anything. */
function startTicks(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

async function startOf(pid: number): Promise<string | undefined> {
  const stat = await quietly(() => readFile(`/proc/${pid}/stat`, "latin1"));
  if (stat !== undefined) return startTicks(stat);
  return quietly(async () => (await run("ps", ["-o", "lstart=", "-p", String(pid)])).stdout);
}

export async function describeSelf(): Promise<ProcessIdentity> {
  const identity: ProcessIdentity = { pid: process.pid, host: hostname() };
  const start = await startOf(process.pid);
  const boot = await quietly(() => readFile("/proc/sys/kernel/random/boot_id", "latin1"));
  const namespace = await quietly(() => readlink("/proc/self/ns/pid"));
  if (start !== undefined) identity.start = start;
  if (boot !== undefined) identity.boot = boot;
  if (namespace !== undefined) identity.namespace = namespace;
  return identity;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether that process runs; `unknown` when it belongs to a machine or container that cannot be seen from `self`. */
export async function isAlive(other: ProcessIdentity, self: ProcessIdentity): Promise<boolean | "unknown"> {
  if (other.host !== self.host) return "unknown";
  if (other.boot !== self.boot) return false;
  if (other.namespace !== self.namespace) return "unknown";
  if (!exists(other.pid)) return false;
  const start = await startOf(other.pid);
  return start === undefined || other.start === undefined ? true : start === other.start;
}
