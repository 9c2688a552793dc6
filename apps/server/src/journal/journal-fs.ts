import { constants } from "node:fs";
import { mkdir, open, readdir, rename, statfs, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

/**
 * A file as the journal needs it. Every call may do less than asked or throw a Node system error; nothing
 * written is safe from a power cut before `datasync` has returned.
 */
export interface JournalFile {
  /** Bytes read into `buffer` from `position`; 0 at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Bytes written, in order, from `position`; may be fewer than given. */
  write(buffers: readonly Uint8Array[], position: number): Promise<number>;
  /** Contents and size are safe when it returns. */
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** How a file is opened: for reading, for both (must exist), or made anew and empty. */
export type OpenMode = "read" | "update" | "create";

/** The part of a file system that the journal uses: handed in so that tests can let any step fail. */
export interface JournalFs {
  open(path: string, mode: OpenMode): Promise<JournalFile>;
  /** Names, in no order. */
  readdir(path: string): Promise<string[]>;
  mkdir(path: string): Promise<void>;
  /** Atomic; replaces the target. Safe from a power cut only after `syncDir`. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Makes created, renamed and removed names of the directory safe. */
  syncDir(path: string): Promise<void>;
  /** Space for an unprivileged user. */
  space(path: string): Promise<{ freeBytes: number; totalBytes: number }>;
}

class NodeFile implements JournalFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    return (await this.#handle.read(buffer, 0, buffer.byteLength, position)).bytesRead;
  }

  async write(buffers: readonly Uint8Array[], position: number): Promise<number> {
    const only = buffers[0];
    if (buffers.length === 1 && only)
      return (await this.#handle.write(only, 0, only.byteLength, position)).bytesWritten;
    return (await this.#handle.writev(buffers as Uint8Array[], position)).bytesWritten;
  }

  datasync(): Promise<void> {
    return this.#handle.datasync();
  }

  truncate(length: number): Promise<void> {
    return this.#handle.truncate(length);
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

const FLAGS: Record<OpenMode, number> = {
  read: constants.O_RDONLY,
  update: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
};

/** Data may hold what others must not read: files are for the owner alone. */
const FILE_MODE = 0o600;
const DIR_MODE = 0o700;

export const nodeJournalFs: JournalFs = {
  async open(path, mode) {
    return new NodeFile(await open(path, FLAGS[mode], FILE_MODE));
  },
  readdir: (path) => readdir(path),
  async mkdir(path) {
    await mkdir(path, { recursive: true, mode: DIR_MODE });
  },
  rename,
  unlink,
  async syncDir(path) {
    const handle = await open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async space(path) {
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
};

/** Writes all of `buffers` from `position`, however little each call takes. */
export async function writeFully(file: JournalFile, buffers: readonly Uint8Array[], position: number): Promise<void> {
  let rest = buffers.filter((buffer) => buffer.byteLength > 0);
  let at = position;
  while (rest.length > 0) {
    let written = await file.write(rest, at);
    if (written <= 0) throw new Error("The file system took no bytes");
    at += written;
    const left: Uint8Array[] = [];
    for (const buffer of rest) {
      if (written >= buffer.byteLength) written -= buffer.byteLength;
      else {
        left.push(written === 0 ? buffer : buffer.subarray(written));
        written = 0;
      }
    }
    rest = left;
  }
}

/** Up to `length` bytes from `position`: fewer only when the file ends. */
export async function readFully(file: JournalFile, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = await file.read(buffer.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  return done === length ? buffer : buffer.subarray(0, done);
}

/** Replaces a small file as a whole: after it returns, a power cut leaves the new content, before it the old. */
export async function replaceFile(fs: JournalFs, dir: string, name: string, content: string): Promise<void> {
  const temporary = `${dir}/${name}.tmp`;
  const file = await fs.open(temporary, "create");
  try {
    await writeFully(file, [Buffer.from(content)], 0);
    await file.datasync();
  } finally {
    await file.close();
  }
  await fs.rename(temporary, `${dir}/${name}`);
  await fs.syncDir(dir);
}

export async function readWholeFile(fs: JournalFs, path: string): Promise<Buffer> {
  const file = await fs.open(path, "read");
  try {
    return await readFully(file, 0, await file.size());
  } finally {
    await file.close();
  }
}

/** The disk or the quota is full: the one write error after which the same file can go on. */
export function isNoSpace(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === "ENOSPC" || code === "EDQUOT";
}
