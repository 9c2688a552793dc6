import type { JournalFile, JournalFs, OpenMode } from "../journal-fs.ts";

/** One change of a file that no fdatasync has covered yet. */
type Change = { kind: "write"; offset: number; bytes: Buffer } | { kind: "truncate"; length: number };

interface Inode {
  /** What programs see. */
  visible: Buffer;
  /** What survives a power cut for certain. */
  safe: Buffer;
  changes: Change[];
}

/** A change of a directory that no fsync of it has covered yet. */
type NameChange = { set?: [string, Inode]; remove?: string };

/** What the disk is about to do; a number of its own for each. */
export type DiskOperation = "open" | "write" | "datasync" | "truncate" | "rename" | "unlink" | "syncDir" | "mkdir";

/**
 * How an operation fails: before it has done anything, in the middle, or after it has done all; `stop` also
 * fails everything after it, as when the process dies here.
 */
export interface Fault {
  at: number;
  code: "EIO" | "ENOSPC";
  done: "nothing" | "half" | "all";
  stop?: boolean;
}

export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

function apply(content: Buffer, change: Change): Buffer {
  if (change.kind === "truncate") {
    const out = Buffer.alloc(change.length);
    content.copy(out, 0, 0, change.length);
    return out;
  }
  const out = Buffer.alloc(Math.max(content.length, change.offset + change.bytes.length));
  content.copy(out);
  change.bytes.copy(out, change.offset);
  return out;
}

/**
 * A disk in memory that forgets what was not synced when the power goes, keeps it when only the process dies, and
 * fails where it is told to. After a failed datasync the changes are taken for clean, as Linux does: a later
 * datasync does not save them.
 */
export class SimulatedDisk implements JournalFs {
  readonly #random: () => number;
  #names = new Map<string, Inode>();
  #safeNames = new Map<string, Inode>();
  #nameChanges: NameChange[] = [];
  #operations = 0;
  #stopped = false;
  #generation = 0;
  fault: Fault | undefined;
  /** Asked before each operation; a fault is taken once. */
  failWhen: ((kind: DiskOperation, path: string) => Omit<Fault, "at"> | undefined) | undefined;
  freeBytes = Number.MAX_SAFE_INTEGER;
  readonly log: string[] = [];

  /** `random` gives numbers from 0 up to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Operations so far that can fail. */
  get operations(): number {
    return this.#operations;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** The process is gone, what it wrote stays in the page cache. */
  kill(): void {
    this.#generation++;
    this.#stopped = false;
    this.fault = undefined;
    this.failWhen = undefined;
  }

  /** What was not synced is lost, kept, or kept in part. */
  cutPower(): void {
    this.kill();
    for (const change of this.#nameChanges) if (this.#random() < 0.5) applyName(this.#safeNames, change);
    this.#nameChanges = [];
    this.#names = new Map(this.#safeNames);
    for (const inode of new Set(this.#names.values())) {
      let content = inode.safe;
      for (const change of inode.changes) {
        const kept = this.#random();
        if (kept < 0.4) content = apply(content, change);
        else if (kept < 0.8 && change.kind === "write") content = apply(content, this.#torn(change));
      }
      inode.visible = inode.safe = content;
      inode.changes = [];
    }
  }

  #torn(change: Change & { kind: "write" }): Change {
    const cut = Math.floor(this.#random() * (change.bytes.length + 1));
    const bytes = Buffer.from(change.bytes);
    // The size may have reached the disk before the content.
    if (this.#random() < 0.5) bytes.fill(0, cut);
    return { ...change, bytes: this.#random() < 0.5 ? bytes : bytes.subarray(0, cut) };
  }

  /** What was not synced of the file with this name is gone. */
  loseUnsynced(name: string): void {
    for (const [path, inode] of this.#names) {
      if (!path.endsWith(name)) continue;
      inode.visible = inode.safe;
      inode.changes = [];
    }
  }

  /** Changes one byte of a file for good. */
  rot(path: string, offset: number): void {
    const inode = this.#names.get(path) as Inode;
    const content = Buffer.from(inode.visible);
    content[offset] = (content[offset] as number) ^ 0x40;
    inode.visible = inode.safe = content;
    inode.changes = [];
  }

  files(): string[] {
    return [...this.#names.keys()].sort();
  }

  sizeOf(path: string): number {
    return this.#names.get(path)?.visible.length ?? -1;
  }

  /** Runs `act` with the share of the work that the fault lets happen. */
  #operate<T>(kind: DiskOperation, path: string, generation: number, act: (share: number) => T): T {
    if (generation !== this.#generation || this.#stopped) throw systemError("EIO");
    this.#operations++;
    this.log.push(`${this.#operations} ${kind} ${path}`);
    const wanted = this.failWhen?.(kind, path);
    if (wanted) this.failWhen = undefined;
    const fault = wanted ?? (this.fault?.at === this.#operations ? this.fault : undefined);
    if (!fault) return act(1);
    this.#stopped = fault.stop ?? false;
    if (fault.done === "all") act(1);
    else if (fault.done === "half") act(0.5);
    throw systemError(fault.code);
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (!inode) throw systemError("ENOENT");
    return inode;
  }

  #change(change: NameChange): void {
    applyName(this.#names, change);
    this.#nameChanges.push(change);
  }

  async open(path: string, mode: OpenMode): Promise<JournalFile> {
    const generation = this.#generation;
    if (mode === "create") {
      this.#operate("open", path, generation, (share) => {
        if (share < 1) return;
        const known = this.#names.get(path);
        if (known) changeContent(known, { kind: "truncate", length: 0 });
        else this.#change({ set: [path, { visible: Buffer.alloc(0), safe: Buffer.alloc(0), changes: [] }] });
      });
    }
    return this.#file(path, this.#inode(path), generation);
  }

  #file(path: string, inode: Inode, generation: number): JournalFile {
    return {
      read: async (buffer, position) => {
        if (generation !== this.#generation) throw systemError("EIO");
        return inode.visible.copy(buffer, 0, position, position + buffer.byteLength);
      },
      write: async (buffers, position) =>
        this.#operate("write", path, generation, (share) => {
          const all = Buffer.concat(buffers as Uint8Array[]);
          // Now and then a file system takes less than it is given.
          const taken = share < 1 || this.#random() < 0.2 ? Math.ceil(all.length / 2) : all.length;
          changeContent(inode, { kind: "write", offset: position, bytes: all.subarray(0, taken) });
          return taken;
        }),
      datasync: async () => {
        try {
          this.#operate("datasync", path, generation, (share) => {
            if (share < 1) return;
            for (const one of inode.changes) inode.safe = apply(inode.safe, one);
            inode.changes = [];
          });
        } catch (error) {
          if (!this.#stopped && generation === this.#generation) inode.changes = [];
          throw error;
        }
      },
      truncate: async (length) =>
        this.#operate("truncate", path, generation, (share) => {
          if (share === 1) changeContent(inode, { kind: "truncate", length });
        }),
      size: async () => inode.visible.length,
      close: async () => undefined,
    };
  }

  async readdir(path: string): Promise<string[]> {
    const prefix = `${path}/`;
    const names = [...this.#names.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    return names.filter((name) => !name.includes("/"));
  }

  async mkdir(path: string): Promise<void> {
    this.#operate("mkdir", path, this.#generation, () => undefined);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#operate("rename", to, this.#generation, (share) => {
      if (share === 1) this.#change({ remove: from, set: [to, this.#inode(from)] });
    });
  }

  async unlink(path: string): Promise<void> {
    this.#operate("unlink", path, this.#generation, (share) => {
      this.#inode(path);
      if (share === 1) this.#change({ remove: path });
    });
  }

  async syncDir(path: string): Promise<void> {
    this.#operate("syncDir", path, this.#generation, (share) => {
      if (share < 1) return;
      const inDir = (name: string | undefined): boolean =>
        name !== undefined && name.slice(0, name.lastIndexOf("/")) === path;
      for (const one of this.#nameChanges) {
        if (inDir(one.set?.[0] ?? one.remove)) applyName(this.#safeNames, one);
      }
      this.#nameChanges = this.#nameChanges.filter((one) => !inDir(one.set?.[0] ?? one.remove));
    });
  }

  async space(): Promise<{ freeBytes: number; totalBytes: number }> {
    return { freeBytes: this.freeBytes, totalBytes: Number.MAX_SAFE_INTEGER };
  }
}

function changeContent(inode: Inode, one: Change): void {
  const own = one.kind === "write" ? { ...one, bytes: Buffer.from(one.bytes) } : one;
  inode.visible = apply(inode.visible, own);
  inode.changes.push(own);
}

function applyName(names: Map<string, Inode>, { set, remove }: NameChange): void {
  if (remove !== undefined) names.delete(remove);
  if (set) names.set(set[0], set[1]);
}

/** A small seeded generator (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
