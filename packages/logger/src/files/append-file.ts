import {
  closeSync,
  existsSync,
  fchmodSync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  write,
  writeSync,
} from "node:fs";
import { SEAL } from "./seal.ts";

const NEWLINE = 0x0a;

/**
 * What became of bytes that were appended. `void`: the file was sealed or deleted before they came, they are nowhere.
 * `unknown`: they are not found, for example because somebody truncated the file.
 */
export type Landing = "kept" | "void" | "unknown";

/**
 * An open log file that other processes and threads append to as well. The kernel lets one append at a time
 * happen, behind all others, so that only a write that ends early can tear lines; see docs/design/log-files.md.
 */
export class AppendFile {
  readonly ino: number;
  /** When it was last written to before it was opened here, milliseconds since 1970. */
  readonly modifiedMs: number;
  readonly #path: string;
  readonly #fd: number;
  /** Where the last write of this writer ended, with a newline. */
  #end = 0;
  #writes = 0;
  #closed = false;

  /** Opens or makes the file; a torn line at its end is ended. Throws what the file system throws. */
  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(path, "a+", 0o640);
    try {
      const { ino, mtimeMs } = fstatSync(this.#fd);
      this.ino = ino;
      this.modifiedMs = mtimeMs;
      if (this.#isTorn()) writeSync(this.#fd, "\n");
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /** Its size, or undefined when another file stands under its name by now, or none. */
  sizeIfCurrent(): number | undefined {
    const stats = statSync(this.#path, { throwIfNoEntry: false });
    return stats?.ino === this.ino ? stats.size : undefined;
  }

  /** Appends on the thread pool. A write may take only a part. */
  write(bytes: Buffer, done: (error: Error | null, written: number) => void): void {
    this.#writes++;
    write(this.#fd, bytes, 0, bytes.length, null, (error, written) => {
      this.#writes--;
      if (this.#closed && this.#writes === 0) closeSync(this.#fd);
      done(error, written);
    });
  }

  writeSync(bytes: Buffer): number {
    return writeSync(this.#fd, bytes);
  }

  /** How many of the bytes, whose write began when the file had `sizeBefore`, are in it by now. */
  landedSoFar(bytes: Buffer, sizeBefore: number): number {
    // Its size alone says nothing: another may have written just as much.
    const region = this.#read(sizeBefore, fstatSync(this.#fd).size);
    if (region.includes(bytes)) return bytes.length;
    const firstLine = bytes.subarray(0, bytes.indexOf(NEWLINE) + 1);
    const at = region.indexOf(firstLine);
    if (at < 0) return 0;
    let same = firstLine.length;
    while (same < bytes.length && region[at + same] === bytes[same]) same++;
    return same;
  }

  /**
   * What became of `bytes`, which are written, and begun when the file under this name had `sizeBefore`. Ends a torn
   * line of another writer in front of them, and one of their own at their end, by a newline over its last byte.
   */
  settle(bytes: Buffer, sizeBefore: number): Landing {
    const { size, nlink } = fstatSync(this.#fd);
    const isTorn = bytes.at(-1) !== NEWLINE;
    let at = sizeBefore;
    let sealed = false;
    if (size !== sizeBefore + bytes.length) {
      const region = this.#read(sizeBefore, size);
      // The last byte of a torn line may have been replaced by whoever wrote next.
      const offset = region.indexOf(isTorn ? bytes.subarray(0, -1) : bytes);
      const seal = region.indexOf(SEAL);
      if (seal >= 0 && seal < offset) return "void";
      if (offset < 0) return nlink === 0 ? "void" : "unknown";
      sealed = seal >= 0;
      at += offset;
    }
    // Deleted, and not because its content is in a compressed file now.
    if (nlink === 0 && !sealed) return "void";
    const end = at + bytes.length;
    if (at > 0 && at !== this.#end && this.#byteAt(at - 1) !== NEWLINE) this.#breakLineAt(at - 1);
    if (isTorn) this.#breakLineAt(end - 1);
    this.#end = end;
    return "kept";
  }

  /** Brings to the disk what was written. Throws when that fails. */
  sync(): void {
    fdatasyncSync(this.#fd);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // The number of a closed file may become another file's before the write under way gets to it.
    if (this.#writes === 0) closeSync(this.#fd);
  }

  /** Whether it ends within a line, as a killed process leaves it. */
  #isTorn(): boolean {
    const { size: first, mode } = fstatSync(this.#fd);
    for (let size = first; size > 0;) {
      if (this.#byteAt(size - 1) === NEWLINE) return false;
      try {
        // Perhaps another is just writing. The kernel changes the mode, to the same, when it has finished.
        fchmodSync(this.#fd, mode & 0o7777);
      } catch {
        // Not our file: at worst a line stays empty.
      }
      const before = size;
      ({ size } = fstatSync(this.#fd));
      if (size === before) return true;
    }
    return false;
  }

  #breakLineAt(position: number): void {
    // An appending descriptor cannot write elsewhere, and the name may belong to the next file by now.
    const own = `/proc/self/fd/${this.#fd}`;
    const fd = openSync(existsSync(own) ? own : this.#path, "r+");
    try {
      if (fstatSync(fd).ino === this.ino) writeSync(fd, "\n", position);
    } finally {
      closeSync(fd);
    }
  }

  #byteAt(position: number): number | undefined {
    const byte = Buffer.alloc(1);
    readSync(this.#fd, byte, 0, 1, position);
    return byte[0];
  }

  #read(from: number, to: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(this.#fd, bytes, at, bytes.length - at, from + at);
      if (count === 0) break;
      at += count;
    }
    return bytes.subarray(0, at);
  }
}
