import { dirname } from "node:path";
import type { TrailFs } from "../trail-fs.ts";

/** What a call does to a file system, as faults are planned. */
export type Step = "write" | "sync" | "syncDir" | "rename" | "unlink" | "mkdir" | "removeDir";

/** `fail`: the call does nothing and rejects with this code. `die`: the process is gone; a write may be half done. */
export type Fault = { readonly kind: "fail"; readonly code: string } | { readonly kind: "die" };

interface File {
  now: Uint8Array;
  /** What a power cut leaves; undefined: an empty file, at best. */
  safe: Uint8Array | undefined;
  /** Synced bytes that no write since has touched: an append cannot take them away. */
  untouched: number;
}

/** Not `slice`: that of a Buffer is a view. */
function copyOf(bytes: Uint8Array, length = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(0, length));
}

/** The process that made the call is dead: nothing after it happens. */
export class Dead extends Error {}

/**
 * Files in memory that know what was synced: `powerCut` forgets the rest, in part, as a disk does. Content is safe after `sync`, a
 * name after `syncDir` of its directory.
 */
export class ForgetfulFs implements TrailFs {
  #names = new Map<string, File | "dir">([["/data", "dir"]]);
  #safeNames = new Map<string, File | "dir">([["/data", "dir"]]);
  readonly #random: () => number;
  /** Asked before each step that changes something. */
  plan: (step: Step, path: string) => Fault | undefined = () => undefined;
  steps = 0;
  #isDead = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The process dies and starts again; what was written stays. */
  restart(): void {
    this.#isDead = false;
  }

  /** The machine loses power: each unsynced change may have reached the disk or not, a write also in part. */
  powerCut(): void {
    this.#isDead = false;
    const seen = new Set<File>();
    const names = new Map(this.#safeNames);
    for (const [path, entry] of this.#names)
      if (names.get(path) !== entry && this.#random() < 0.5) names.set(path, entry);
    for (const path of this.#safeNames.keys()) if (!this.#names.has(path) && this.#random() < 0.5) names.delete(path);
    // A name without its directory is not there.
    for (const path of names.keys()) if (!this.#isReachable(names, path)) names.delete(path);
    for (const entry of names.values()) {
      if (entry === "dir" || seen.has(entry)) continue;
      seen.add(entry);
      if (entry.now !== entry.safe) entry.now = this.#afterCut(entry);
      entry.safe = entry.now;
      entry.untouched = entry.now.length;
    }
    this.#names = names;
    this.#safeNames = new Map(names);
  }

  #afterCut({ now, safe, untouched }: File): Uint8Array {
    const fate = this.#random();
    if (fate < 0.4) return safe ?? new Uint8Array(0);
    if (fate < 0.7) return now;
    return copyOf(now, untouched + Math.floor(this.#random() * (now.length - untouched)));
  }

  #isReachable(names: ReadonlyMap<string, unknown>, path: string): boolean {
    for (let dir = dirname(path); dir !== "/"; dir = dirname(dir)) if (!names.has(dir)) return false;
    return true;
  }

  #begin(step: Step, path: string): boolean {
    if (this.#isDead) throw new Dead(path);
    this.steps++;
    const fault = this.plan(step, path);
    if (fault === undefined) return false;
    if (fault.kind === "fail") throw Object.assign(new Error(`${fault.code}: ${step} ${path}`), { code: fault.code });
    this.#isDead = true;
    return true;
  }

  async read(path: string): Promise<Uint8Array> {
    if (this.#isDead) throw new Dead(path);
    const file = this.#names.get(path);
    if (file === undefined || file === "dir") throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return copyOf(file.now);
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const dies = this.#begin("write", path);
    this.#store(path, copyOf(bytes, dies ? Math.floor(this.#random() * bytes.length) : bytes.length));
    if (dies) throw new Dead(path);
  }

  async writeAt(path: string, at: number, bytes: Uint8Array): Promise<void> {
    const dies = this.#begin("write", path);
    const file = this.#names.get(path);
    const before = file === undefined || file === "dir" ? new Uint8Array(0) : copyOf(file.now, at);
    const added = copyOf(bytes, dies ? Math.floor(this.#random() * bytes.length) : bytes.length);
    const all = new Uint8Array(at + added.length);
    all.set(before);
    all.set(added, at);
    this.#store(path, all, at);
    if (dies) throw new Dead(path);
  }

  #store(path: string, now: Uint8Array, from = 0): void {
    if (this.#names.get(dirname(path)) !== "dir")
      throw Object.assign(new Error(`ENOENT: ${dirname(path)}`), { code: "ENOENT" });
    const file = this.#names.get(path);
    if (file === undefined || file === "dir") this.#names.set(path, { now, safe: undefined, untouched: 0 });
    else {
      file.now = now;
      file.untouched = Math.min(file.untouched, from);
    }
  }

  async sync(path: string): Promise<void> {
    if (this.#begin("sync", path)) throw new Dead(path);
    const file = this.#names.get(path);
    if (file === undefined || file === "dir") throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    file.safe = file.now;
    file.untouched = file.now.length;
  }

  async syncDir(dir: string): Promise<void> {
    if (this.#begin("syncDir", dir)) throw new Dead(dir);
    if (this.#names.get(dir) !== "dir") throw Object.assign(new Error(`ENOENT: ${dir}`), { code: "ENOENT" });
    for (const [path, entry] of this.#names) if (dirname(path) === dir) this.#safeNames.set(path, entry);
    for (const path of this.#safeNames.keys())
      if (dirname(path) === dir && !this.#names.has(path)) this.#safeNames.delete(path);
  }

  async rename(from: string, to: string): Promise<void> {
    const dies = this.#begin("rename", to);
    const file = this.#names.get(from);
    if (file === undefined) throw Object.assign(new Error(`ENOENT: ${from}`), { code: "ENOENT" });
    if (!dies || this.#random() < 0.5) {
      this.#names.delete(from);
      this.#names.set(to, file);
    }
    if (dies) throw new Dead(to);
  }

  async unlink(path: string): Promise<void> {
    const dies = this.#begin("unlink", path);
    this.#names.delete(path);
    if (dies) throw new Dead(path);
  }

  async mkdir(path: string): Promise<void> {
    if (this.#names.get(path) === "dir") return;
    const dies = this.#begin("mkdir", path);
    for (let dir = path; dir !== "/"; dir = dirname(dir)) if (!this.#names.has(dir)) this.#names.set(dir, "dir");
    if (dies) throw new Dead(path);
  }

  async removeDir(path: string): Promise<void> {
    const dies = this.#begin("removeDir", path);
    for (const name of this.#names.keys())
      if (name === path || name.startsWith(`${path}/`)) if (!dies || this.#random() < 0.5) this.#names.delete(name);
    if (dies) throw new Dead(path);
  }

  async readdir(path: string): Promise<string[]> {
    if (this.#isDead) throw new Dead(path);
    const names: string[] = [];
    for (const name of this.#names.keys()) if (dirname(name) === path) names.push(name.slice(path.length + 1));
    return names;
  }

  /** Paths of all files. */
  files(): string[] {
    return [...this.#names].filter(([, entry]) => entry !== "dir").map(([path]) => path);
  }

  /** Changes a file behind everybody's back. */
  tamper(path: string, change: (bytes: Uint8Array) => Uint8Array | undefined): void {
    const file = this.#names.get(path);
    if (file === undefined || file === "dir") throw new Error(`there is no ${path}`);
    const changed = change(copyOf(file.now));
    if (changed === undefined) {
      this.#names.delete(path);
      this.#safeNames.delete(path);
    } else {
      file.now = changed;
      file.safe = changed;
    }
  }
}
