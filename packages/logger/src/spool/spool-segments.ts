import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SEGMENT_HEADER_BYTES, segmentHeader } from "./spool-format.ts";

export interface Segment {
  readonly path: string;
  /** Where the frames that count end. */
  end: number;
  /** Highest number in it, as far as it is known. */
  lastSeq: number;
  /** Written by this process: `lastSeq` is known without reading it. */
  readonly isOurs: boolean;
}

const NAME = /^(\d{8})\.spool$/;

/** The segment files of one spool, oldest first. */
export class SpoolSegments {
  readonly dir: string;
  readonly list: Segment[];
  #next: number;
  /** The one that is written to. */
  #open: { readonly segment: Segment; readonly fd: number } | undefined;

  private constructor(dir: string, list: Segment[], next: number) {
    this.dir = dir;
    this.list = list;
    this.#next = next;
  }

  /** What a directory holds; none when there is no such directory. */
  static of(dir: string): SpoolSegments {
    const names = listed(dir).filter((name) => NAME.test(name));
    const list = names.map((name): Segment => {
      const path = join(dir, name);
      return { path, end: statSync(path).size, lastSeq: 0, isOurs: false };
    });
    return new SpoolSegments(dir, list, Number(names.at(-1)?.slice(0, 8) ?? 0) + 1);
  }

  get bytes(): number {
    let sum = 0;
    for (const segment of this.list) sum += segment.end;
    return sum;
  }

  isOpen(segment: Segment): boolean {
    return this.#open?.segment === segment;
  }

  /** The segment that frames go to; begins one when there is none. Throws what the file system throws. */
  toWrite(): { readonly segment: Segment; readonly fd: number } {
    if (this.#open !== undefined) return this.#open;
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    const path = join(this.dir, `${String(this.#next).padStart(8, "0")}.spool`);
    const fd = openSync(path, "wx", 0o600);
    this.#next++;
    try {
      writeSync(fd, segmentHeader(), 0, SEGMENT_HEADER_BYTES, 0);
    } catch (error) {
      closeSync(fd);
      rmSync(path, { force: true });
      throw error;
    }
    const segment: Segment = { path, end: SEGMENT_HEADER_BYTES, lastSeq: 0, isOurs: true };
    this.list.push(segment);
    this.#open = { segment, fd };
    return this.#open;
  }

  /** No more frames go to the segment that was written to. */
  seal(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    try {
      closeSync(open.fd);
    } catch {
      // A disk that is gone: there is nothing left to close.
    }
  }

  remove(segment: Segment): void {
    if (this.isOpen(segment)) this.seal();
    this.list.splice(this.list.indexOf(segment), 1);
    rmSync(segment.path, { force: true });
  }
}

function listed(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not there, or something else in its place, which may go away: it is noticed when the first file is made.
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}
