import { DaybookError } from "@daybook/protocol";
import type { JournalFs } from "./journal-fs.ts";
import { RESERVE_DISK_SHARE, SPACE_CHECK_BYTES, SPACE_CHECK_MS } from "./limits.ts";

/**
 * Knows whether there is room, so that a full disk is refused before a number is given. What was measured
 * last is reduced by what was written since; the question is asked again in the background.
 */
export class DiskSpace {
  readonly #fs: JournalFs;
  readonly #dir: string;
  readonly #clock: { nowMs(): number };
  readonly #reserveBytes: number;
  #freeBytes = Infinity;
  #totalBytes = Infinity;
  #writtenSince = 0;
  #askedAtMs = 0;
  #asking: Promise<void> | undefined;
  #refused = false;

  constructor(fs: JournalFs, dir: string, clock: { nowMs(): number }, reserveBytes: number) {
    this.#fs = fs;
    this.#dir = dir;
    this.#clock = clock;
    this.#reserveBytes = reserveBytes;
  }

  get freeBytes(): number {
    return this.#freeBytes - this.#writtenSince;
  }

  /** Whether the last answer was no. */
  get full(): boolean {
    return this.#refused;
  }

  #reserve(): number {
    return Math.min(this.#reserveBytes, this.#totalBytes * RESERVE_DISK_SHARE);
  }

  wrote(bytes: number): void {
    this.#writtenSince += bytes;
    const elapsed = this.#clock.nowMs() - this.#askedAtMs;
    if (this.#writtenSince >= SPACE_CHECK_BYTES || elapsed >= SPACE_CHECK_MS || elapsed < 0) void this.ask();
  }

  /** The disk itself said that it is full: nothing is given out until a fresh answer. */
  ranOut(): void {
    this.#refused = true;
  }

  /** Throws DAYBOOK_JOURNAL_FULL when `bytes` more would touch the reserve. Asks anew in that case. */
  check(bytes: number): void {
    if (!this.#refused && this.freeBytes - bytes >= this.#reserve()) return;
    this.#refused = true;
    void this.ask();
    throw this.error();
  }

  error(): DaybookError {
    const free = Number.isFinite(this.freeBytes) ? Math.max(0, this.freeBytes) : 0;
    const reserve = Math.round(this.#reserve());
    return new DaybookError("DAYBOOK_JOURNAL_FULL", `${free} bytes are free, ${reserve} are kept in reserve`, {
      free_bytes: free,
      reserve_bytes: reserve,
      retry_after_s: 5,
    });
  }

  /** Asks the file system, unless the question is under way. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const written = this.#writtenSince;
    this.#askedAtMs = this.#clock.nowMs();
    try {
      const { freeBytes, totalBytes } = await this.#fs.space(this.#dir);
      this.#freeBytes = freeBytes;
      this.#totalBytes = totalBytes;
      // What was written while the question was under way may or may not be in the answer: count it again.
      this.#writtenSince -= written;
      this.#refused = this.freeBytes < this.#reserve();
    } catch {
      // A file system that cannot say is not a full one; the write itself will tell.
      this.#freeBytes = Infinity;
      this.#writtenSince = 0;
      this.#refused = false;
    }
  }
}
