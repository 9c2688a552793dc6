import { DaybookError } from "@daybook/protocol";
import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, stat, unlink, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { describeSelf, isAlive } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";

export const LOCK_FILE = "daybook.lock";
/** The owner touches the file this often, for those who cannot see its process (another container or machine). */
const HEARTBEAT_MS = 2_000;
/** An owner that nobody can see is taken for dead when its heart missed so many beats, by the watcher's own timer. */
const MISSED_BEATS = 3;

interface LockContent extends ProcessIdentity {
  version: 1;
  token: string;
  since: string;
}

/** Who tries to get the lock. */
interface Starter {
  content: LockContent;
  heartbeatMs: number;
}

export interface DataDirLock {
  /** Also when the lock was lost. Safe to call twice. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** For the time in the lock file and its heartbeat. */
  clock?: { nowMs(): number };
  /** The same for all who share the directory. */
  heartbeatMs?: number;
  /** Called once when another process holds the lock in spite of us: stop writing at once. */
  onLost?(error: DaybookError): void;
}

async function readLock(path: string): Promise<LockContent | undefined> {
  try {
    const content = JSON.parse(await readFile(path, "utf8")) as LockContent;
    return typeof content.token === "string" && typeof content.pid === "number" ? content : undefined;
  } catch {
    // Gone, or the file of a machine that lost power while it wrote.
    return undefined;
  }
}

/** Appears with its whole content or not at all; false when the name is taken. */
async function createExclusive(path: string, content: LockContent): Promise<boolean> {
  const temporary = `${path}.${content.token}`;
  await writeSynced(temporary, content);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
}

async function writeSynced(path: string, content: LockContent): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function heartbeatOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return -1;
  }
}

/** Whether the process that wrote the file is gone. */
async function isStale(path: string, owner: LockContent | undefined, self: Starter): Promise<boolean> {
  if (owner) {
    const alive = await isAlive(owner, self.content);
    if (alive !== "unknown") return !alive;
  }
  // Another machine or container, or no content: only its heart tells.
  const before = await heartbeatOf(path);
  await delay(MISSED_BEATS * self.heartbeatMs);
  return (await heartbeatOf(path)) === before;
}

function lockedError(dir: string, owner: LockContent | undefined): DaybookError {
  const who = owner ? `process ${owner.pid} on ${owner.host}, since ${owner.since}` : "another process";
  return new DaybookError("DAYBOOK_DATA_DIR_LOCKED", `${dir} is in use by ${who}`, {
    pid: owner?.pid ?? null,
    host: owner?.host ?? null,
  });
}

/**
 * Replaces a dead owner's lock. Only one process at a time may: it holds a second lock meanwhile, and looks
 * again whether the first is still the one it judged.
 */
async function takeOver(path: string, dead: LockContent | undefined, self: Starter): Promise<boolean> {
  const { content } = self;
  const guard = `${path}.takeover`;
  if (!(await createExclusive(guard, content))) {
    const other = await readLock(guard);
    if (await isStale(guard, other, self)) await unlink(guard).catch(() => undefined);
    return false;
  }
  try {
    const now = await readLock(path);
    if (now?.token !== dead?.token) return false;
    const temporary = `${path}.${content.token}`;
    await writeSynced(temporary, content);
    await rename(temporary, path);
    return true;
  } finally {
    await unlink(guard).catch(() => undefined);
  }
}

/**
 * Makes this process the only one that uses a data directory. A lock left by a killed process is taken
 * over; a reused pid is told from its owner by the process's start time. An owner that cannot be seen from
 * here (another container or machine on the same disk) is watched for six seconds: no heartbeat means dead.
 * Rejects with DAYBOOK_DATA_DIR_LOCKED naming the owner.
 */
export async function lockDataDir(dir: string, options: LockOptions = {}): Promise<DataDirLock> {
  const path = `${dir}/${LOCK_FILE}`;
  const since = new Date(options.clock?.nowMs() ?? Date.now()).toISOString();
  const content: LockContent = { version: 1, ...(await describeSelf()), token: randomUUID(), since };
  const self: Starter = { content, heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS };
  for (let attempt = 0; attempt < 8; attempt++) {
    if (await createExclusive(path, content)) return hold(path, dir, self, options);
    const owner = await readLock(path);
    if (!(await isStale(path, owner, self))) throw lockedError(dir, owner);
    if (await takeOver(path, owner, self)) return hold(path, dir, self, options);
  }
  throw lockedError(dir, await readLock(path));
}

function hold(path: string, dir: string, { content, heartbeatMs }: Starter, options: LockOptions): DataDirLock {
  let released = false;
  const beat = async (): Promise<void> => {
    const owner = await readLock(path);
    if (released) return;
    if (owner?.token !== content.token) {
      stop();
      options.onLost?.(lockedError(dir, owner));
      return;
    }
    const now = (options.clock?.nowMs() ?? Date.now()) / 1_000;
    await utimes(path, now, now);
  };
  const timer = setInterval(() => void beat().catch(() => undefined), heartbeatMs).unref();
  const stop = (): void => {
    released = true;
    clearInterval(timer);
  };
  return {
    async release() {
      if (released) return;
      stop();
      if ((await readLock(path))?.token === content.token) await unlink(path);
    },
  };
}
