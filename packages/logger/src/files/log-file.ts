import { closeSync, fstatSync, mkdirSync, openSync, readSync, write, writeSync } from "node:fs";
import { join } from "node:path";
import { putAside } from "./backups.ts";
import { FILE_BUFFER_LENGTH, FILE_CHUNK_LENGTH, FILE_RETRY_MS } from "../limits.ts";
import { LineBuffer } from "../encode/line-buffer.ts";

export interface LogFileOptions {
  readonly dir: string;
  /** Name without `.log`. */
  readonly stem: string;
  readonly maxSizeBytes: number;
  readonly backupCount: number;
  readonly nowMs: () => number;
  /** A write, rename or open failed; it is tried again by itself. */
  readonly onFault: (error: unknown) => void;
  /** Lines were given up while the disk could not be written, told when it can be again. */
  readonly onDropped: (count: number, audited: number) => void;
}

/** A write that the kernel has not confirmed yet. */
interface Flight {
  readonly bytes: Buffer;
  /** Bytes of it that are written. */
  at: number;
  /** Size of the file when all of it is written. */
  readonly endSize: number;
  /** Found complete by looking at the file, before its callback came. */
  settled: boolean;
}

/** How long a synchronous flush waits for a write that is under way. */
const SETTLE_MS = 1_000;

/**
 * One rotating file. Lines gather to large texts that are appended one at a time without blocking;
 * their order is kept also when the end of the process forces a synchronous write.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #chunkLength: number;
  /** Full buffers, oldest first, then the one that is still growing. */
  readonly #chunks: Buffer[] = [];
  #open: LineBuffer | undefined;
  #length = 0;
  #fd: number | undefined;
  #size = 0;
  #flight: Flight | undefined;
  #retry: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  #dropped = 0;
  #droppedAudited = 0;

  constructor(options: LogFileOptions) {
    this.#options = options;
    this.#chunkLength = Math.min(FILE_CHUNK_LENGTH, options.maxSizeBytes);
  }

  /** Takes a line without newline. `audited` lines are the last to be given up. */
  add(line: string, audited: boolean): void {
    if (this.#length > FILE_BUFFER_LENGTH && !this.#makeRoom(audited)) return;
    let open = this.#open;
    if (open !== undefined && (open.length + line.length >= this.#chunkLength || !open.hasRoomFor(line))) {
      this.#chunks.push(open.bytes());
      open = undefined;
    }
    open ??= this.#open = new LineBuffer(Math.max(this.#chunkLength, 3 * line.length + 2));
    const before = open.length;
    open.add(line);
    open.end();
    this.#length += open.length - before;
  }

  /** Begins to write what has gathered, if nothing is being written. */
  pump(): void {
    if (this.#flight !== undefined || this.#retry !== undefined) return;
    const taken = this.#take();
    if (taken === undefined) return this.#idle();
    let bytes = taken;
    try {
      bytes = this.#prepare(taken);
    } catch (error) {
      return this.#failed(error, taken);
    }
    this.#launch({ bytes, at: 0, endSize: this.#size + bytes.length, settled: false });
  }

  /** Resolves when all lines are with the kernel, or when writing fails. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.pump();
      if (this.#retry !== undefined) this.#idle();
    });
  }

  /** Writes everything before it returns. */
  flushSync(): void {
    this.#settle();
    for (let taken = this.#take(); taken !== undefined; taken = this.#take()) {
      let bytes = taken;
      let at = 0;
      try {
        bytes = this.#prepare(taken);
        while (at < bytes.length) at += writeSync(this.#fd as number, bytes, at);
        this.#size += bytes.length;
      } catch (error) {
        return this.#failed(error, unwritten(bytes, at));
      }
    }
    this.#recovered();
  }

  close(): void {
    this.flushSync();
    if (this.#retry !== undefined) clearTimeout(this.#retry);
    if (this.#flight === undefined) this.#closeFd();
  }

  #launch(flight: Flight): void {
    this.#flight = flight;
    const { bytes, at } = flight;
    write(this.#fd as number, bytes, at, bytes.length - at, null, (error, written) => {
      if (flight.settled) return this.pump();
      this.#flight = undefined;
      if (error !== null) return this.#failed(error, unwritten(bytes, at));
      this.#size += written;
      flight.at += written;
      // A full disk may take a part: the rest goes on from there.
      if (flight.at < bytes.length) return this.#launch(flight);
      this.#recovered();
      this.pump();
    });
  }

  /** Waits until the write under way is in the file, so that what follows stands behind it. */
  #settle(): void {
    const flight = this.#flight;
    if (flight === undefined) return;
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < SETTLE_MS; waited++) {
      if (fstatSync(this.#fd as number).size >= flight.endSize) break;
      Atomics.wait(sleeper, 0, 0, 1);
    }
    flight.settled = true;
    this.#flight = undefined;
    this.#size = flight.endSize;
  }

  /** Opens or rotates as needed; the bytes to write, begun with a newline after a torn line. */
  #prepare(bytes: Buffer): Buffer {
    const { dir, stem, maxSizeBytes, backupCount, nowMs } = this.#options;
    let torn = this.#fd === undefined && this.#openFile();
    if (this.#size > 0 && this.#size + bytes.length > maxSizeBytes) {
      this.#closeFd();
      try {
        putAside(dir, stem, nowMs(), backupCount);
      } catch (error) {
        // The lines matter more than the size: the file goes on growing.
        this.#options.onFault(error);
      }
      torn = this.#openFile();
    }
    return torn ? Buffer.concat([Buffer.from("\n"), bytes]) : bytes;
  }

  /** Whether the file ends in the middle of a line, as a killed process leaves it. */
  #openFile(): boolean {
    const { dir, stem } = this.#options;
    mkdirSync(dir, { recursive: true });
    const fd = openSync(join(dir, `${stem}.log`), "a+", 0o640);
    this.#fd = fd;
    this.#size = fstatSync(fd).size;
    if (this.#size === 0) return false;
    const last = Buffer.alloc(1);
    readSync(fd, last, 0, 1, this.#size - 1);
    return last[0] !== 0x0a;
  }

  #closeFd(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    this.#size = 0;
    closeSync(fd);
  }

  #take(): Buffer | undefined {
    let bytes = this.#chunks.shift();
    if (bytes === undefined && this.#open !== undefined) {
      bytes = this.#open.bytes();
      this.#open = undefined;
    }
    if (bytes !== undefined) this.#length -= bytes.length;
    return bytes;
  }

  #putBack(bytes: Buffer): void {
    this.#chunks.unshift(bytes);
    this.#length += bytes.length;
  }

  /** Decides about a line for which there is no room; true when there is room again. */
  #makeRoom(audited: boolean): boolean {
    if (this.#retry === undefined) {
      // The program logs faster than its event loop turns: this call pays for the writing.
      this.flushSync();
      if (this.#length <= FILE_BUFFER_LENGTH) return true;
    }
    if (audited && this.#length <= 2 * FILE_BUFFER_LENGTH) return true;
    this.#dropped++;
    if (audited) this.#droppedAudited++;
    return false;
  }

  #failed(error: unknown, bytes: Buffer): void {
    this.#putBack(bytes);
    this.#closeFd();
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.pump();
    }, FILE_RETRY_MS).unref();
    this.#options.onFault(error);
    this.#idle();
  }

  #recovered(): void {
    if (this.#dropped === 0) return;
    const count = this.#dropped;
    const audited = this.#droppedAudited;
    this.#dropped = 0;
    this.#droppedAudited = 0;
    this.#options.onDropped(count, audited);
  }

  #idle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The lines that are not wholly written; opening the file anew ends the torn one before they follow. */
function unwritten(bytes: Buffer, at: number): Buffer {
  return at === 0 ? bytes : bytes.subarray(bytes.lastIndexOf(0x0a, at - 1) + 1);
}
