import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { FILE_RETRY_MS, ROTATION_WAIT_MS } from "../limits.ts";
import { AppendFile } from "./append-file.ts";
import { listBackups } from "./backup-names.ts";
import type { DayClock } from "./day-clock.ts";
import { errorCode } from "./error-code.ts";
import type { Chunk } from "./line-queue.ts";
import { putAside } from "./put-aside.ts";
import { sleepSync } from "./sleep-sync.ts";

export interface CurrentFileOptions {
  readonly dir: string;
  /** Name without `.log`. */
  readonly stem: string;
  readonly maxSizeBytes: number;
  readonly clock: DayClock;
  readonly nowMs: () => number;
  /** The file could not be put aside: it goes on growing, and that is tried again. */
  readonly onFault: (error: unknown) => void;
  /** A file was opened: the first one, or the one behind a file that was put aside or removed. */
  readonly onOpened: () => void;
}

/** The file to write to, and how long the one under the name was when that was found out. */
export interface Ready {
  readonly file: AppendFile;
  readonly sizeBefore: number;
}

/** The one file that lines of a name go to just now: opened, put aside and opened anew as it must be. */
export class CurrentFile {
  readonly #options: CurrentFileOptions;
  readonly #path: string;
  #file: AppendFile | undefined;
  /** Day of the lines that it holds; empty when it holds none or days do not matter. */
  #day = "";
  #putAsideAgainMs = 0;
  #isDurable = false;
  #isDirectorySynced = false;
  /** A file that was let go of and could not be brought to the disk before. */
  #unsynced: { readonly error: unknown } | undefined;

  constructor(options: CurrentFileOptions) {
    this.#options = options;
    this.#path = join(options.dir, `${options.stem}.log`);
  }

  /** Where the chunk goes. Throws what the file system throws when there is no file to be had. */
  prepare(chunk: Chunk): Ready {
    let ready = this.#open();
    if (ready.sizeBefore > 0 && this.#isDue(ready.sizeBefore, chunk) && this.#putAside(ready.file, chunk)) {
      ready = this.#open();
    }
    if (chunk.day > this.#day) this.#day = chunk.day;
    return ready;
  }

  /** Lets go of the file; what comes next opens it anew. */
  close(): void {
    if (this.#file === undefined) return;
    try {
      if (this.#isDurable) this.#file.sync();
    } catch (error) {
      this.#unsynced = { error };
    }
    this.#file.close();
    this.#file = undefined;
    this.#isDirectorySynced = false;
  }

  /** Brings everything written before to the disk, and the names of the files. Throws when it cannot. */
  syncDurable(): void {
    const unsynced = this.#unsynced;
    this.#unsynced = undefined;
    if (unsynced !== undefined) throw unsynced.error;
    if (!this.#isDurable) {
      this.#isDurable = true;
      this.#syncBackups();
    }
    this.#file?.sync();
    if (this.#isDirectorySynced) return;
    syncDirectory(this.#options.dir);
    syncDirectory(dirname(this.#options.dir));
    this.#isDirectorySynced = true;
  }

  #open(): Ready {
    for (;;) {
      const known = this.#file?.sizeIfCurrent();
      if (this.#file !== undefined && known !== undefined) return { file: this.#file, sizeBefore: known };
      this.close();
      const { dir, clock, onOpened } = this.#options;
      mkdirSync(dir, { recursive: true });
      const file = (this.#file = new AppendFile(this.#path));
      const size = file.sizeIfCurrent();
      if (size === undefined) continue;
      this.#day = size > 0 ? clock.dayOf(file.modifiedMs) : "";
      onOpened();
      return { file, sizeBefore: size };
    }
  }

  #isDue(size: number, chunk: Chunk): boolean {
    const isFull = size + chunk.bytes.length > this.#options.maxSizeBytes;
    return (isFull || this.#isNewDay(chunk)) && this.#options.nowMs() >= this.#putAsideAgainMs;
  }

  #isNewDay(chunk: Chunk): boolean {
    return this.#day !== "" && chunk.day > this.#day;
  }

  /** Whether another file is to be opened. */
  #putAside(file: AppendFile, chunk: Chunk): boolean {
    const { dir, stem, clock, nowMs, onFault } = this.#options;
    const day = chunk.day === "" || this.#day === "" ? clock.today() : this.#day;
    try {
      let outcome = putAside(dir, stem, file.ino, day);
      // A file may become a little larger meanwhile, but the lines of a new day begin a new one.
      for (let waited = 0; outcome === "busy" && this.#isNewDay(chunk) && waited < ROTATION_WAIT_MS; waited++) {
        sleepSync(1);
        outcome = putAside(dir, stem, file.ino, day);
      }
      return outcome === "done";
    } catch (error) {
      // The lines matter more than the size.
      this.#putAsideAgainMs = nowMs() + FILE_RETRY_MS;
      onFault(error);
      return false;
    }
  }

  /** Lines of this writer may be in files that were put aside before durability was asked for. */
  #syncBackups(): void {
    const { dir, stem } = this.#options;
    for (const { name, compressed } of listBackups(dir, stem)) {
      if (!compressed) syncPath(join(dir, name));
    }
  }
}

function syncDirectory(path: string): void {
  // Windows keeps names by itself and opens no directories.
  if (process.platform !== "win32") syncPath(path);
}

function syncPath(path: string): void {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    // Compressed meanwhile, and that is durable; or a parent directory that may not be read.
    if (errorCode(error) === "ENOENT" || errorCode(error) === "EACCES") return;
    throw error;
  }
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
