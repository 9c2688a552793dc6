import { base64Decode, base64Encode, formatCheckpoint, signNote } from "@daybook/merkle";
import type { NoteSigner } from "@daybook/merkle";
import { trailKeyText } from "@daybook/verify";
import { LeafMaker } from "./leaf-maker.ts";
import { HISTORY_INTERVAL_MS } from "./limits.ts";
import { nodeHasher } from "./node-hash.ts";
import { Selection } from "./selection.ts";
import { pruneEntries } from "./prune.ts";
import { publishKeys } from "./publish-keys.ts";
import { SigningKeys } from "./signing-keys.ts";
import { LockFile, StateFile, TrailStateError } from "./state-files.ts";
import type { LockRecord, SyncedState } from "./state-files.ts";
import { SubjectKeys } from "./subject-keys.ts";
import { TrailFiles } from "./trail-files.ts";
import type { TrailHead, TrailOptions } from "./trail-options.ts";
import { makeDir } from "./trail-fs.ts";
import { TreeFiles } from "./tree-files.ts";

/**
 * The writer of one trail: takes lines of the journal, signs heads. One at a time for a directory, which the lock record watches.
 * After a method rejected the trail must be opened anew, except for a full disk: then `commit` and `sync` may be tried again.
 */
export class Trail {
  readonly #files: TrailFiles;
  readonly #lockFile: LockFile;
  readonly #syncedFile: StateFile<SyncedState>;
  readonly #nowMs: () => number;
  readonly #wanted: Selection;
  readonly keys: SigningKeys;
  readonly subjects: SubjectKeys;
  #selection: Selection;
  readonly #tree: TreeFiles;
  #leaves: LeafMaker;
  #lock: LockRecord;
  #synced: SyncedState;
  /** Taken in so far. */
  #seq: number;
  #historyAtMs = Number.NEGATIVE_INFINITY;

  private constructor(parts: {
    options: TrailOptions;
    files: TrailFiles;
    lockFile: LockFile;
    syncedFile: StateFile<SyncedState>;
    keys: SigningKeys;
    subjects: SubjectKeys;
    lock: LockRecord;
    synced: SyncedState;
    tree: TreeFiles;
  }) {
    const { options, synced, lock, tree } = parts;
    this.#files = parts.files;
    this.#lockFile = parts.lockFile;
    this.#syncedFile = parts.syncedFile;
    this.#nowMs = options.nowMs;
    this.#wanted = new Selection(options.excluded);
    this.keys = parts.keys;
    this.subjects = parts.subjects;
    this.#lock = lock;
    this.#synced = synced;
    this.#tree = tree;
    this.#seq = synced.seq;
    // What was signed under the old selection is made again under it.
    this.#selection = synced.seq < lock.seq ? new Selection(synced.excluded) : this.#wanted;
    this.#leaves = new LeafMaker(nodeHasher, parts.subjects, synced.counts);
  }

  /**
   * Opens the trail of a directory, or makes it. What is still to be replayed is `replayTo`.
   *
   * @throws TrailStateError when the files are not those that were synced; the reason says which.
   */
  static async open(options: TrailOptions): Promise<Trail> {
    const { publicFs, privateFs, dir, stateDir, keysDir } = options;
    for (const path of [stateDir, keysDir]) await makeDir(privateFs, path);
    await makeDir(publicFs, dir);
    const files = new TrailFiles(publicFs, dir);
    // Names that a process gave before it died may be seen without being safe.
    await privateFs.syncDir(keysDir);
    await files.syncNames();
    const keys = await SigningKeys.open(privateFs, `${keysDir}/trail.json`, options.origin);
    const subjects = await SubjectKeys.open(privateFs, `${keysDir}/subjects`, options.masterKey);
    const lockFile = new LockFile(privateFs, `${stateDir}/lock.json`);
    const syncedFile = new StateFile<SyncedState>(privateFs, `${stateDir}/synced.json`);
    const lock = await lockFile.take();
    const found = await syncedFile.read();
    if (lock.checkpoint === "" && (await files.has("checkpoint")))
      throw new TrailStateError(
        `${stateDir}/lock.json is gone, and ${dir} has a head: what was signed last is not known`,
      );
    const empty = base64Encode(nodeHasher.empty);
    const start: SyncedState = { version: 1, size: 0, root: empty, seq: 0, excluded: options.excluded, counts: [] };
    const synced = found ?? start;
    const tree = await TreeFiles.open(files, synced);
    const trail = new Trail({ options, files, lockFile, syncedFile, keys, subjects, lock, synced, tree });
    await publishKeys(files, keys);
    return trail;
  }

  /** The journal must be read again from behind this number. */
  get seq(): number {
    return this.#seq;
  }

  /** Up to here lines are replayed: `take` them, then call `replayed`. */
  get replayTo(): number {
    return this.#lock.seq;
  }

  /** Entries taken in. */
  get size(): number {
    return this.#tree.size;
  }

  get head(): TrailHead {
    const { size, root, seq, checkpoint } = this.#lock;
    return { size, root: root === "" ? nodeHasher.empty : base64Decode(root), seq, checkpoint };
  }

  /** Up to here the journal may forget. */
  get syncedSeq(): number {
    return this.#synced.seq;
  }

  /** Files that a power cut could still take away. */
  get unsyncedFiles(): number {
    return this.#files.unsynced;
  }

  /** Takes whole lines in, up to and including `lastSeq`. Returns the entries that they made. */
  take(lines: Uint8Array, lastSeq: number): number {
    const entries = this.#leaves.make(lines, this.#selection);
    for (const entry of entries) this.#tree.append(entry);
    this.#seq = lastSeq;
    return entries.length;
  }

  /**
   * Everything up to `replayTo` was taken in.
   *
   * @throws TrailStateError when the tree is another than the one that was signed: signing on would be a fork.
   */
  async replayed(): Promise<void> {
    const { size, root, seq, checkpoint } = this.#lock;
    if (this.#seq < seq) throw new TypeError("The replay is not at its end");
    const found = base64Encode(this.#tree.root());
    if (checkpoint !== "" && (this.#tree.size !== size || found !== root)) {
      throw new TrailStateError(
        `the journal gives a tree of ${this.#tree.size} entries with the root ${found}; signed was one of ${size} with ${root}. Nothing is signed any more: restore journal and trail from one backup`,
      );
    }
    await this.#tree.write();
    await this.#tree.mend();
    await this.sync();
    this.#selection = this.#wanted;
    await this.#syncState();
    if (checkpoint !== "") await this.#files.publish("checkpoint", checkpoint);
  }

  /** Signs and publishes what was taken in. Nothing happens when nothing was. */
  async commit(): Promise<TrailHead> {
    if (this.#tree.size === this.#lock.size && this.#lock.checkpoint !== "") return this.head;
    await this.#sign([this.keys.current.signer]);
    return this.head;
  }

  /** Makes everything that was committed safe from a power cut. */
  async sync(): Promise<void> {
    await this.#files.sync();
    await this.#syncState();
  }

  /** The current head gets a new key: signed by both, from now on by the new one alone. */
  async rotateKey(): Promise<{ vkey: string; fromSize: number }> {
    await this.commit();
    const old = this.keys.current;
    const next = await this.keys.begin(this.#lock.size);
    const text = trailKeyText(this.keys.origin, next.number, next.fromSize, next.vkey);
    await this.#files.replace(`keys/${next.number}`, await signNote(text, [old.signer, next.signer]));
    await this.#sign([old.signer, next.signer]);
    await this.keepHead();
    await this.#files.sync();
    await this.keys.finish();
    return { vkey: next.vkey, fromSize: next.fromSize };
  }

  /** Keeps the current head among those of the past; safe when it resolves. */
  async keepHead(): Promise<void> {
    const { size, checkpoint } = this.#lock;
    // Nobody writes it a second time: half of it would be taken for damage for ever.
    await this.#files.replace(`checkpoints/${size}`, checkpoint);
    this.#historyAtMs = this.#nowMs();
  }

  /** Keeps a head of this trail with more signatures than its own, among those of the past. */
  async keepNote(size: number, note: string): Promise<void> {
    await this.#files.replace(`checkpoints/${size}`, note);
  }

  /** Safe when it resolves. */
  async keepReceipt(size: number, text: string): Promise<void> {
    await this.#files.replace(`receipts/${size}.json`, text);
  }

  /** Entries below may be withheld: says so in a signed note, then removes bundles that end there. */
  async prune(minimum: number): Promise<void> {
    await this.sync();
    await pruneEntries(this.#files, this.keys, minimum);
  }

  async #sign(signers: readonly NoteSigner[]): Promise<void> {
    await this.subjects.flush();
    await this.#tree.write();
    const size = this.#tree.size;
    const root = this.#tree.root();
    await this.#tree.check(this.#lock.size);
    const checkpoint = await signNote(
      formatCheckpoint({ origin: this.keys.origin, size, root, extensions: [] }),
      signers,
    );
    const next: LockRecord = { ...this.#lock, size, root: base64Encode(root), seq: this.#seq, checkpoint };
    await this.#lockFile.replace(next);
    this.#lock = next;
    // The lock record has it: after a crash it is published again, so it need not be synced.
    await this.#files.publish("checkpoint", checkpoint);
    if (this.#nowMs() - this.#historyAtMs >= HISTORY_INTERVAL_MS) await this.keepHead();
  }

  async #syncState(): Promise<void> {
    const next: SyncedState = {
      version: 1,
      size: this.#tree.size,
      root: base64Encode(this.#tree.root()),
      seq: this.#seq,
      excluded: this.#selection.excluded,
      counts: [...this.#leaves.counts],
    };
    if (!this.#tree.isWritten) return;
    const isSame = next.seq === this.#synced.seq && String(next.excluded) === String(this.#synced.excluded);
    if (isSame && next.size === this.#synced.size) return;
    await this.subjects.flush();
    await this.#syncedFile.write(next);
    this.#synced = next;
    await this.#tree.tidy();
  }
}
