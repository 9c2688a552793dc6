import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { SPOOL_STALE_MS } from "../limits.ts";

/** Who has a spool. */
export interface SpoolOwner {
  readonly version: 1;
  readonly pid: number;
  /** When the process began, in clock ticks since the machine did; null where the system does not tell. */
  readonly started: string | null;
  /** Host, boot and process namespace: within the same one, process ids can be compared. */
  readonly place: string;
}

let self: SpoolOwner | undefined;

/** This process. */
export function thisOwner(): SpoolOwner {
  self ??= { version: 1, pid: process.pid, started: startOf(process.pid), place: placeOf() };
  return self;
}

/** What a file says about an owner; undefined when it is not whole. */
export function parseOwner(text: string): SpoolOwner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<SpoolOwner> | null;
    if (typeof owner?.pid !== "number" || typeof owner.place !== "string") return undefined;
    return { version: 1, pid: owner.pid, started: owner.started ?? null, place: owner.place };
  } catch {
    return undefined;
  }
}

/**
 * Whether the owner still lives. Of a process in the same place the system knows it exactly; of one
 * on another machine or in another container, only a sign of life that is younger than a minute tells.
 */
export function isAlive(owner: SpoolOwner, lastSignMs: number, nowMs: number, me = thisOwner()): boolean {
  const isFresh = nowMs - lastSignMs < SPOOL_STALE_MS;
  if (owner.place !== me.place) return isFresh;
  if (owner.pid === me.pid && owner.started === me.started) return true;
  if (owner.started !== null) return startOf(owner.pid) === owner.started;
  return isFresh && exists(owner.pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat; the second field is a name in parentheses and may hold anything. Null without /proc. */
function startOf(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A process that has ended and that nobody has asked about yet does nothing any more.
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return fields[19] ?? null;
}

function placeOf(): string {
  const boot = textOf("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  let namespace = "";
  try {
    namespace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Not Linux: host and sign of life have to do.
  }
  return [hostname(), boot, namespace].join(" ");
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
