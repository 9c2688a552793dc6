import { dirname } from "node:path";
import { DaybookError } from "@daybook/protocol";
import { ActiveSegment, CommitError } from "./active-segment.ts";
import type { Batch } from "./active-segment.ts";
import { copySegments } from "./copy-segments.ts";
import { Cursors } from "./cursors.ts";
import type { Cursor } from "./cursors.ts";
import { DiskSpace } from "./disk-space.ts";
import { GroupCommit } from "./group-commit.ts";
import type { DurableListener, Journal, JournalOptions, JournalStats } from "./journal-api.ts";
import { isNoSpace, nodeJournalFs } from "./journal-fs.ts";
import { JournalReader } from "./journal-reader.ts";
import { LatencyWindow } from "./latency-window.ts";
import * as limits from "./limits.ts";
import type { ReadResult } from "./line-collector.ts";
import { Maintenance } from "./maintenance.ts";
import { RecentBatches } from "./recent-batches.ts";
import { recoverActive } from "./recovery.ts";
import type { Recovery } from "./recovery.ts";
import type { LineRewrite } from "./rewrite.ts";
import { scanSegments } from "./segment-scan.ts";
import { SegmentList } from "./segment-list.ts";
import type { Segment } from "./segment-list.ts";
import { SeqWaiters } from "./seq-waiters.ts";

type Settings = Required<Omit<JournalOptions, "firstSeq">>;

interface Parts {
  settings: Settings;
  segments: SegmentList;
  active: ActiveSegment;
  recovery: Recovery;
  space: DiskSpace;
  cursors: Cursors;
}

function closedError(): DaybookError {
  return new DaybookError("DAYBOOK_JOURNAL_CLOSED", "The journal is closed", { retry_after_s: 5 });
}

class SegmentedJournal implements Journal {
  readonly recovery: Recovery;
  readonly #settings: Settings;
  readonly #segments: SegmentList;
  readonly #recent: RecentBatches;
  readonly #commits: GroupCommit;
  readonly #space: DiskSpace;
  readonly #reader: JournalReader;
  readonly #cursors: Cursors;
  readonly #maintenance: Maintenance;
  readonly #waiters = new SeqWaiters();
  readonly #listeners = new Set<DurableListener>();
  readonly #latency = new LatencyWindow();
  readonly #timer: NodeJS.Timeout | undefined;
  #active: ActiveSegment;
  #startsSegment = false;
  #closing: Promise<void> | undefined;

  constructor({ settings, segments, active, recovery, space, cursors }: Parts) {
    this.#settings = settings;
    this.#segments = segments;
    this.#active = active;
    this.recovery = recovery;
    this.#space = space;
    this.#cursors = cursors;
    this.#recent = new RecentBatches(settings.recentBytes);
    this.#commits = new GroupCommit(
      {
        commit: (batches) => this.#commit(batches),
        committed: (batches) => this.#committed(batches),
        failed: (error) => this.#failed(error),
      },
      segments.active.lastSeq,
      settings.maxPendingBytes,
    );
    const { fs, dir, clock, windowMs, compressAfterMs } = settings;
    this.#reader = new JournalReader({
      fs,
      dir,
      segments,
      recent: this.#recent,
      activeTable: () => this.#active.table,
      durableSeq: () => this.durableSeq,
    });
    const reader = this.#reader;
    this.#maintenance = new Maintenance({ fs, dir, segments, cursors, reader, clock, windowMs, compressAfterMs });
    if (settings.maintenanceIntervalMs > 0) {
      this.#timer = setInterval(() => this.#maintainQuietly(), settings.maintenanceIntervalMs).unref();
    }
  }

  get lastSeq(): number {
    return this.#commits.lastSeq;
  }

  get durableSeq(): number {
    return this.#commits.durableSeq;
  }

  // Not `async`: numbers are given before the first await of anybody.
  append(count: number, encode: (firstSeq: number) => string | Buffer): Promise<{ firstSeq: number; lastSeq: number }> {
    try {
      if (this.#closing) throw closedError();
      if (this.#commits.failure) throw this.#commits.failure;
      this.#space.check(this.#commits.pendingBytes);
      return this.#commits.append(count, encode);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  read(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined> {
    return this.#reader.read(afterSeq, maxBytes, maxEvents);
  }

  readDisk(afterSeq: number, maxBytes: number, maxEvents: number): Promise<ReadResult | undefined> {
    return this.#reader.readDisk(afterSeq, maxBytes, maxEvents);
  }

  waitFor(seq: number, signal: AbortSignal): Promise<void> {
    if (this.durableSeq >= seq) return Promise.resolve();
    const stopped = this.#closing ? closedError() : this.#commits.failure;
    return stopped ? Promise.reject(stopped) : this.#waiters.wait(seq, signal);
  }

  openCursor(name: string, startAt: "oldest" | "end" = "oldest"): Promise<Cursor> {
    return this.#cursors.open(name, startAt === "end" ? this.durableSeq : this.#segments.oldest.firstSeq - 1);
  }

  dropCursor(name: string): Promise<void> {
    return this.#cursors.drop(name);
  }

  cursors(): { name: string; seq: number }[] {
    return this.#cursors.list();
  }

  onDurable(listener: DurableListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stats(): JournalStats {
    const active = this.#active.dataSize + this.#active.indexSize;
    this.#segments.active.bytes = active;
    return {
      state: this.#closing ? "closed" : this.#commits.failure ? "failed" : this.#space.full ? "full" : "ok",
      lastSeq: this.lastSeq,
      durableSeq: this.durableSeq,
      oldestSeq: this.#segments.oldest.firstSeq,
      segments: this.#segments.length,
      bytes: this.#segments.bytes,
      pendingBytes: this.#commits.pendingBytes,
      recentBytes: this.#recent.bytes,
      commitP50Ms: this.#latency.percentileMs(0.5),
      commitP99Ms: this.#latency.percentileMs(0.99),
      commits: this.#latency.count,
    };
  }

  startSegment(): void {
    this.#startsSegment = true;
  }

  get sealedSeq(): number {
    return this.#segments.active.firstSeq - 1;
  }

  async rewrite(
    rewrite: LineRewrite,
    progress: (share: number) => void,
  ): Promise<{ changed: number; unread: string[] }> {
    const done = await this.#maintenance.rewrite(rewrite, progress);
    this.#recent.clear();
    return done;
  }

  copyTo(dir: string): Promise<{ lastSeq: number }> {
    return this.#maintenance.exclusively(async () => {
      // One moment: sizes, numbers and places belong together.
      const lastSeq = this.durableSeq;
      const places = this.#cursors.list();
      const sizes = { data: this.#active.dataSize, index: this.#active.indexSize };
      const segments = [
        ...this.#segments.sealed().map((segment) => ({ segment: { ...segment } })),
        { segment: { ...this.#segments.active }, sizes },
      ];
      const { fs } = this.#settings;
      await fs.mkdir(dir);
      await copySegments(fs, this.#settings.dir, dir, segments);
      await Cursors.copy(fs, dir, places);
      return { lastSeq };
    });
  }

  async maintain(): Promise<void> {
    if (!this.#commits.failure && !this.#closing) await this.#maintenance.run();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#commits.idle();
    await this.#maintenance.stop();
    await this.#cursors.idle();
    this.#waiters.fail(closedError());
    this.#reader.forget();
    await this.#active.close();
  }

  async #commit(batches: readonly Batch[]): Promise<void> {
    const started = performance.now();
    try {
      const isDue = this.#startsSegment && this.#active.dataSize > 0;
      if (isDue || this.#active.dataSize >= this.#settings.segmentSizeBytes) await this.#roll(batches);
      this.#startsSegment = false;
      await this.#active.commit(batches, this.#settings.clock.nowMs());
    } catch (error) {
      if (!(error instanceof CommitError) || error.synced || !isNoSpace(error.cause)) throw error;
      // Nothing was asked to be durable yet, so the files can be put back as they were.
      this.#space.ranOut();
      await this.#active.rollBack();
      throw this.#space.error();
    }
    this.#latency.add(performance.now() - started);
  }

  async #roll(batches: readonly Batch[]): Promise<void> {
    const { firstSeq } = batches[0] as Batch;
    const { fs, dir } = this.#settings;
    const next = await ActiveSegment.create(fs, dir, firstSeq);
    const old = this.#active;
    this.#segments.active.bytes = old.dataSize + old.indexSize;
    this.#active = next;
    this.#segments.push({ firstSeq, lastSeq: firstSeq - 1, form: "plain", bytes: 0 });
    await old.close();
    this.#maintainQuietly();
  }

  #committed(batches: readonly Batch[]): void {
    let size = 0;
    for (const batch of batches) {
      size += batch.bytes.byteLength;
      this.#recent.push(batch);
      this.#segments.active.lastSeq = batch.lastSeq;
    }
    this.#space.wrote(size);
    for (const { firstSeq, lastSeq, bytes } of batches) {
      for (const listener of this.#listeners) {
        try {
          listener(firstSeq, lastSeq, bytes);
        } catch (error) {
          this.#settings.onFault(error as Error);
        }
      }
    }
    this.#waiters.reached(this.durableSeq);
  }

  #failed(error: DaybookError): void {
    this.#waiters.fail(error);
    this.#settings.onFault(error);
  }

  #maintainQuietly(): void {
    this.maintain().catch((error: unknown) => this.#settings.onFault(error as Error));
  }
}

/**
 * Opens the journal of a directory, or begins one. Examines the last segment, cuts what a crash left torn
 * (see `Journal.recovery`) and rejects with DAYBOOK_JOURNAL_DAMAGED when acknowledged events are missing or changed.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { firstSeq = 1, ...given } = options;
  const settings: Settings = {
    fs: nodeJournalFs,
    segmentSizeBytes: limits.DEFAULT_SEGMENT_SIZE_BYTES,
    maxPendingBytes: limits.DEFAULT_MAX_PENDING_BYTES,
    windowMs: limits.DEFAULT_WINDOW_MS,
    compressAfterMs: limits.DEFAULT_COMPRESS_AFTER_MS,
    reserveBytes: limits.DEFAULT_RESERVE_BYTES,
    recentBytes: limits.DEFAULT_RECENT_BYTES,
    maintenanceIntervalMs: limits.DEFAULT_MAINTENANCE_INTERVAL_MS,
    onFault: () => undefined,
    ...given,
  };
  const { fs, dir, clock } = settings;
  await fs.mkdir(dir);
  const limit = { durableSeq: () => Infinity, moved: () => undefined };
  const cursors = await Cursors.open(fs, dir, limit);
  const found = await scanSegments(fs, dir);
  // Names that a dead process left may be seen without being safe: the next group must not go into such a file.
  await fs.syncDir(dir);
  await fs.syncDir(dirname(dir));
  const { active, recovery } = await openActive(settings, found, firstSeq);
  try {
    const segments = new SegmentList(found);
    cursors.checkAgainst(segments.active.lastSeq);
    const space = new DiskSpace(fs, dir, clock, settings.reserveBytes);
    await space.ask();
    const journal = new SegmentedJournal({ settings, segments, active, recovery, space, cursors });
    limit.durableSeq = () => journal.durableSeq;
    return journal;
  } catch (error) {
    await active.close();
    throw error;
  }
}

/** Recovers the last segment of `found`, or appends a new one to it. */
async function openActive(
  { fs, dir }: Settings,
  found: Segment[],
  firstSeq: number,
): Promise<{ active: ActiveSegment; recovery: Recovery }> {
  const last = found.at(-1);
  if (last?.form === "plain") {
    const recovered = await recoverActive(fs, dir, last.firstSeq);
    last.lastSeq = recovered.active.table.last()?.lastSeq ?? last.firstSeq - 1;
    last.bytes = recovered.active.dataSize + recovered.active.indexSize;
    return recovered;
  }
  const next = last ? last.lastSeq + 1 : firstSeq;
  const active = await ActiveSegment.create(fs, dir, next);
  found.push({ firstSeq: next, lastSeq: next - 1, form: "plain", bytes: 0 });
  return { active, recovery: { cutBytes: 0, cutBatches: 0, cutIndexBytes: 0 } };
}
