import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { readFile, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Damage } from "./spool-reader.ts";
import { Spool } from "./spool.ts";
import { SPOOL_STALE_MS } from "../limits.ts";
import { isAlive, parseOwner, thisOwner } from "./spool-owner.ts";

const OWNER_SUFFIX = ".owner";
const SPOOL_NAME = /^([0-9a-f]{20})@([0-9a-f]{20})$/;

/**
 * The spools of all processes of one program. A spool is a directory `SPOOL@OWNER`; the file
 * `OWNER.owner` says who that is, and its time of change that it lives. A spool whose owner is dead
 * or has gone is adopted by renaming it: of several who try, one succeeds.
 */
export class SpoolGroup {
  readonly #dir: string;
  readonly #nowMs: () => number;
  readonly #onDamage: (damage: Damage) => void;
  readonly #token = createToken();
  #lastBeatMs = 0;
  #hasGone = false;
  readonly own: Spool;

  constructor(dir: string, nowMs: () => number, onDamage: (damage: Damage) => void) {
    this.#dir = dir;
    this.#nowMs = nowMs;
    this.#onDamage = onDamage;
    this.own = new Spool(join(dir, `${this.#token}@${this.#token}`), onDamage);
  }

  /** Before each write: whoever was stopped for long may have lost its spool. Throws what the file system throws. */
  register(): void {
    if (this.#nowMs() - this.#lastBeatMs > SPOOL_STALE_MS / 2) this.beat();
  }

  /** Says that this owner lives. Throws what the file system throws. */
  beat(): void {
    const path = this.#ownerPath(this.#token);
    const now = this.#nowMs() / 1000;
    try {
      utimesSync(path, now, now);
    } catch {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      // Never half there: a file that is not whole reads as an owner that has gone.
      writeFileSync(`${path}.new`, JSON.stringify(thisOwner()), { mode: 0o600 });
      utimesSync(`${path}.new`, now, now);
      renameSync(`${path}.new`, path);
    }
    this.own.forgetIfTaken();
    this.#lastBeatMs = this.#nowMs();
  }

  /** Takes over the spools that nobody has any more, oldest first. Rejects with what the file system says. */
  async adopt(): Promise<Spool[]> {
    this.beat();
    const names = (await readdir(this.#dir)).sort();
    const living = new Map<string, boolean>();
    const adopted: Spool[] = [];
    for (const name of names) {
      const owner = SPOOL_NAME.exec(name)?.[2];
      if (owner === undefined || owner === this.#token) continue;
      const lives = living.get(owner) ?? (await this.#lives(owner));
      living.set(owner, lives);
      // Whoever has gone meanwhile must not take anything with it.
      if (this.#hasGone) break;
      if (lives) continue;
      const spool = this.#take(name);
      if (spool !== undefined) adopted.push(spool);
    }
    await this.#forgetDead(names);
    return adopted;
  }

  /** This owner has gone: what is left of its spools is anybody's. */
  release(): void {
    this.#hasGone = true;
    rmSync(this.#ownerPath(this.#token), { force: true });
  }

  #take(name: string): Spool | undefined {
    const path = join(this.#dir, `${SPOOL_NAME.exec(name)?.[1]}@${this.#token}`);
    try {
      renameSync(join(this.#dir, name), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    return new Spool(path, this.#onDamage);
  }

  async #lives(token: string): Promise<boolean> {
    const path = this.#ownerPath(token);
    try {
      const owner = parseOwner(await readFile(path, "utf8"));
      return owner !== undefined && isAlive(owner, (await stat(path)).mtimeMs, this.#nowMs());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
  }

  /** Removes what dead owners wrote about themselves. */
  async #forgetDead(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (!name.endsWith(OWNER_SUFFIX)) continue;
      const token = name.slice(0, -OWNER_SUFFIX.length);
      if (token !== this.#token && !(await this.#lives(token))) await rm(join(this.#dir, name), { force: true });
    }
  }

  #ownerPath(token: string): string {
    return join(this.#dir, `${token}${OWNER_SUFFIX}`);
  }
}

/** Microseconds since 1970 and random digits, in hexadecimal: names sort by the time at which their owners began. */
function createToken(): string {
  const micros = Math.floor((performance.timeOrigin + performance.now()) * 1_000);
  return micros.toString(16).padStart(14, "0") + randomBytes(3).toString("hex");
}
