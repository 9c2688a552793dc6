import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { MAX_CACHED_SUBJECTS } from "./limits.ts";
import type { TrailFs } from "./trail-fs.ts";
import { makeDir, readIfThere, replaceFile } from "./trail-fs.ts";

/** Who an event is about, or who wrote it. */
export interface Subject {
  /** 32 secret bytes. Whoever destroys them makes every commitment of the subject unmatchable. */
  readonly key: Uint8Array;
  /** 32 hexadecimal digits that say nothing without the key. */
  readonly pseudonym: string;
}

const SHARDS = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The name by which a subject is known to the keys: of a person, or of a program when the event is about nobody. */
export function subjectName(userId: string | undefined, producer: string): string {
  return userId === undefined ? `producer:${producer}` : `user:${userId}`;
}

/**
 * The keys of all subjects, each wrapped by the master key, in sixteen files. Neither names nor keys can be read from the files without
 * the master key. New keys are in memory until `flush`, which must come before anything that was made with them is signed.
 */
export class SubjectKeys {
  readonly #fs: TrailFs;
  readonly #dir: string;
  readonly #lookupKey: Buffer;
  readonly #wrapKey: Buffer;
  /** Wrapped keys by look-up id, in base64. */
  readonly #wrapped = new Map<string, string>();
  readonly #cache = new Map<string, Subject>();
  /** Lines that no file has yet, by shard. */
  #fresh = new Map<number, string[]>();
  readonly #sizes = new Array<number>(SHARDS).fill(0);
  /** Lines at load that could not be read: the torn end of a write that nothing relies on. */
  #torn = 0;

  private constructor(fs: TrailFs, dir: string, master: Uint8Array) {
    this.#fs = fs;
    this.#dir = dir;
    this.#lookupKey = Buffer.from(hkdfSync("sha256", master, "", "daybook subject look-up", KEY_BYTES));
    this.#wrapKey = Buffer.from(hkdfSync("sha256", master, "", "daybook subject wrap", KEY_BYTES));
  }

  /** @throws TypeError unless the master key has 32 bytes. */
  static async open(fs: TrailFs, dir: string, master: Uint8Array): Promise<SubjectKeys> {
    if (master.length !== KEY_BYTES) throw new TypeError("The master key of the audit trail must have 32 bytes");
    const keys = new SubjectKeys(fs, dir, master);
    await makeDir(fs, dir);
    for (let shard = 0; shard < SHARDS; shard++) await keys.#load(shard);
    await fs.syncDir(dir);
    return keys;
  }

  /** Subjects that have a key. */
  get size(): number {
    return this.#wrapped.size;
  }

  get torn(): number {
    return this.#torn;
  }

  /** The subject of this name; its key is made when there is none. */
  get(name: string): Subject {
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    return this.#remember(name, this.#unwrap(this.#lookup(name)) ?? this.#create(name));
  }

  /** The subject of this name if it has a key. */
  find(name: string): Subject | undefined {
    const known = this.#cache.get(name);
    if (known !== undefined) return known;
    const key = this.#unwrap(this.#lookup(name));
    return key === undefined ? undefined : this.#remember(name, key);
  }

  /** Makes new keys durable. */
  async flush(): Promise<void> {
    if (this.#fresh.size === 0) return;
    const fresh = this.#fresh;
    this.#fresh = new Map();
    for (const [shard, lines] of fresh) {
      const path = this.#path(shard);
      const bytes = Buffer.from(lines.join(""));
      const isNew = this.#sizes[shard] === 0;
      try {
        await this.#fs.writeAt(path, this.#sizes[shard] as number, bytes);
        await this.#fs.sync(path);
        if (isNew) await this.#fs.syncDir(this.#dir);
      } catch (error) {
        // Not lost: the next flush writes them to the same place.
        for (const [other, waiting] of fresh) this.#fresh.set(other, [...waiting, ...(this.#fresh.get(other) ?? [])]);
        throw error;
      }
      fresh.delete(shard);
      this.#sizes[shard] = (this.#sizes[shard] as number) + bytes.length;
    }
  }

  /** Destroys a subject's key; durable when it resolves. False when there was none. */
  async destroy(name: string): Promise<boolean> {
    await this.flush();
    const id = this.#lookup(name);
    if (!this.#wrapped.delete(id)) return false;
    this.#cache.delete(name);
    const shard = shardOf(id);
    let text = "";
    for (const [other, wrapped] of this.#wrapped) if (shardOf(other) === shard) text += lineOf(other, wrapped);
    await replaceFile(this.#fs, this.#path(shard), text);
    this.#sizes[shard] = Buffer.byteLength(text);
    return true;
  }

  #remember(name: string, key: Uint8Array): Subject {
    if (this.#cache.size >= MAX_CACHED_SUBJECTS) this.#cache.clear();
    const subject = { key, pseudonym: createHmac("sha256", key).update(name).digest("hex").slice(0, 32) };
    this.#cache.set(name, subject);
    return subject;
  }

  #create(name: string): Uint8Array {
    const key = randomBytes(KEY_BYTES);
    const id = this.#lookup(name);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#wrapKey, nonce).setAAD(Buffer.from(id));
    const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString("base64");
    this.#wrapped.set(id, wrapped);
    const shard = shardOf(id);
    const lines = this.#fresh.get(shard);
    if (lines === undefined) this.#fresh.set(shard, [lineOf(id, wrapped)]);
    else lines.push(lineOf(id, wrapped));
    return key;
  }

  #unwrap(id: string): Uint8Array | undefined {
    const text = this.#wrapped.get(id);
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.#wrapKey, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw new Error("The keys of subjects cannot be opened: this is not the master key that they were wrapped with");
    }
  }

  #lookup(name: string): string {
    return createHmac("sha256", this.#lookupKey).update(name).digest("hex").slice(0, 32);
  }

  #path(shard: number): string {
    return `${this.#dir}/${shard.toString(16)}.keys`;
  }

  async #load(shard: number): Promise<void> {
    const bytes = await readIfThere(this.#fs, this.#path(shard));
    if (bytes === undefined) return;
    // What a process that died wrote may be there without being safe, and something will be signed with it.
    await this.#fs.sync(this.#path(shard));
    let size = 0;
    for (const line of Buffer.from(bytes)
      .toString("latin1")
      .split(/(?<=\n)/)) {
      const found = LINE.exec(line);
      if (found === null) {
        // A write that was cut off: nothing was signed with its keys.
        this.#torn++;
        break;
      }
      this.#wrapped.set(found[1] as string, found[2] as string);
      size += line.length;
    }
    this.#sizes[shard] = size;
  }
}

const LINE = /^([0-9a-f]{32}) ([A-Za-z0-9+/]{80})\n$/;

function lineOf(id: string, wrapped: string): string {
  return `${id} ${wrapped}\n`;
}

function shardOf(id: string): number {
  return Number.parseInt(id.charAt(0), 16);
}
