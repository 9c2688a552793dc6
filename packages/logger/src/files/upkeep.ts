import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { COMPRESS_LOCK_STALE_MS, COMPRESS_PAUSE_MS, COMPRESS_RETRY_MS, RETENTION_INTERVAL_MS } from "../limits.ts";
import { parseBackups } from "./backup-names.ts";
import { compressBackup } from "./compress-backup.ts";
import { errorCode } from "./error-code.ts";
import { LockFile } from "./lock-file.ts";
import type { RetentionRules } from "./retention.ts";
import { removeExpired } from "./retention.ts";

export interface UpkeepRules extends RetentionRules {
  readonly compress: boolean;
}

export interface UpkeepOptions {
  readonly dir: string;
  readonly rules: readonly UpkeepRules[];
  /** Of all files put aside together. */
  readonly maxTotalBytes: number;
  /** A day like `2026-11-21`. */
  readonly today: () => string;
  /** `what`: for people, such as `cannot compress trades.2026-11-21.003.log`. */
  readonly onFault: (what: string, error: unknown) => void;
}

/**
 * Looks after the files that were put aside: compresses them, one at a time, and removes what nobody is to keep.
 * Nothing of it keeps the process alive; what is left over is done at the next start.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #isRequested = false;
  #running: Promise<void> | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Files may have been put aside. Removes expired files before it returns, the rest comes later. Never throws. */
  request(): void {
    if (this.#abort.signal.aborted) return;
    this.#timer ??= setInterval(() => this.#trim(), RETENTION_INTERVAL_MS).unref();
    this.#trim();
    this.#isRequested = true;
    this.#later(0);
  }

  /** Gives up what is under way; it is done again at the next start. Never rejects. */
  async stop(): Promise<void> {
    this.#abort.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#again);
    await this.#running;
  }

  #later(delayMs: number): void {
    if (this.#running !== undefined) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#running ??= this.#compressAll().finally(() => {
        this.#running = undefined;
        if (this.#isRequested && !this.#abort.signal.aborted) this.#later(COMPRESS_RETRY_MS);
      });
    }, delayMs).unref();
  }

  #trim(): void {
    const { dir, rules, maxTotalBytes, today, onFault } = this.#options;
    try {
      removeExpired(dir, rules, today(), maxTotalBytes);
      this.#removeOrphans();
    } catch (error) {
      onFault("cannot remove old files", error);
    }
  }

  async #compressAll(): Promise<void> {
    const { dir, onFault } = this.#options;
    try {
      if (this.#next(new Set()) === undefined) {
        this.#isRequested = false;
        return;
      }
      const lock = LockFile.tryAcquire(join(dir, ".compress.lock"), COMPRESS_LOCK_STALE_MS);
      // Who has it may be just finishing, and not have seen our file: we look again.
      if (lock === undefined) return;
      try {
        await this.#compressUnder(lock);
      } finally {
        lock.release();
      }
    } catch (error) {
      this.#isRequested = false;
      onFault("cannot compress", error);
    }
  }

  async #compressUnder(lock: LockFile): Promise<void> {
    const { dir, onFault } = this.#options;
    const { signal } = this.#abort;
    const failed = new Set<string>();
    const pause = async (): Promise<void> => {
      lock.touch();
      await delay(COMPRESS_PAUSE_MS, undefined, { ref: false, signal });
    };
    for (;;) {
      this.#isRequested = false;
      const name = this.#next(failed);
      if (name === undefined || signal.aborted) return;
      try {
        this.#removeUnfinished(name);
        await compressBackup(join(dir, name), join(dir, unfinishedName(name)), { signal, pause });
        this.#trim();
      } catch (error) {
        // Not tried again before the next rotation: what hinders it may last.
        failed.add(name);
        // Gone: it had become too old meanwhile.
        if (!signal.aborted && errorCode(error) !== "ENOENT") onFault(`cannot compress ${name}`, error);
      }
    }
  }

  /** The oldest file that is to be compressed, or whose compression was begun. */
  #next(failed: ReadonlySet<string>): string | undefined {
    const names = readdirSync(this.#options.dir);
    for (const rule of this.#options.rules) {
      for (const { name, compressed } of parseBackups(names, rule.stem)) {
        if (compressed || failed.has(name) || this.#isEmpty(name)) continue;
        if (rule.compress || names.some((other) => isUnfinished(other, name))) return name;
      }
    }
    return undefined;
  }

  /** A name that is reserved for a file about to be put aside. */
  #isEmpty(name: string): boolean {
    return (statSync(join(this.#options.dir, name), { throwIfNoEntry: false })?.size ?? 0) === 0;
  }

  /** What was being compressed when its file became too old. */
  #removeOrphans(): void {
    const { dir, rules } = this.#options;
    for (const file of readdirSync(dir)) {
      const name = /^\.(.+\.log)\.gz\.[\w-]+\.tmp$/.exec(file)?.[1];
      if (name === undefined || existsSync(join(dir, name))) continue;
      if (rules.some(({ stem }) => parseBackups([name], stem).length > 0)) rmSync(join(dir, file), { force: true });
    }
  }

  #removeUnfinished(name: string): void {
    const { dir } = this.#options;
    for (const other of readdirSync(dir)) if (isUnfinished(other, name)) rmSync(join(dir, other), { force: true });
  }
}

let made = 0;

/** Its own for each attempt: whoever is thought dead must not write into another's. */
function unfinishedName(name: string): string {
  return `.${name}.gz.${process.pid.toString(36)}-${(made++).toString(36)}-${Date.now().toString(36)}.tmp`;
}

function isUnfinished(file: string, name: string): boolean {
  return file.startsWith(`.${name}.gz.`) && file.endsWith(".tmp");
}
