import { createHash } from "node:crypto";
import { DaybookError, normaliseEvent } from "@daybook/protocol";
import type { Door, IncomingRecord } from "@daybook/protocol";
import { nodeJournalFs } from "../journal/index.ts";
import type { Gap } from "./admission.ts";
import { CollectedClock } from "./collected-clock.ts";
import { createIdDeriver } from "./derived-ids.ts";
import { IdFiles } from "./id-files.ts";
import { IdempotencyKeys } from "./idempotency-keys.ts";
import type { AcceptOptions, CountedReply, Ingest, IngestOptions, IngestStats, InternalEvent } from "./ingest-api.ts";
import { Intake } from "./intake.ts";
import { DEFAULT_KEY_RETENTION_MS, DEFAULT_SNAPSHOT_INTERVAL_MS, IDS_PER_GENERATION, MAX_PRODUCERS } from "./limits.ts";
import { Producers } from "./producers.ts";
import { RememberedIds } from "./remembered-ids.ts";
import { replayJournal } from "./replay.ts";
import { SliceWriter } from "./slice-writer.ts";
import type { Known } from "./slice-writer.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import { splitJson } from "./split-json.ts";
import { splitLines } from "./split-lines.ts";

const OWN_SERVICE = "daybook";

type Settings = Required<IngestOptions>;

/** What is known from before the start. */
interface Restored extends Known {
  idFiles: IdFiles;
  /** Receive time of the journal's last event. */
  collectedAt: string | undefined;
}

class JournalIngest implements Ingest {
  readonly #settings: Settings;
  readonly #producers: Producers;
  readonly #ids: RememberedIds;
  readonly #idFiles: IdFiles;
  readonly #writer: SliceWriter;
  readonly #collected: CollectedClock;
  readonly #keys: IdempotencyKeys<CountedReply>;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #counts = { accepted: 0, duplicates: 0, rejected: 0, gaps: 0 };
  #snapshotSeq: number;
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(settings: Settings, known: Restored) {
    const { collectedAt } = known;
    this.#settings = settings;
    this.#producers = known.producers;
    this.#ids = known.ids;
    this.#idFiles = known.idFiles;
    this.#writer = new SliceWriter(settings.journal, known);
    this.#collected = new CollectedClock(settings.clock, collectedAt);
    this.#keys = new IdempotencyKeys(settings.keyRetentionMs);
    this.#snapshotSeq = -1;
    if (settings.snapshotIntervalMs > 0) {
      const tick = (): void => void this.snapshot().catch((error: unknown) => settings.onFault(error as Error));
      this.#timer = setInterval(tick, settings.snapshotIntervalMs).unref();
    }
  }

  accept(body: Buffer, format: "ndjson" | "json", options: AcceptOptions = {}): Promise<CountedReply> {
    const { idempotencyKey, principal = "" } = options;
    if (this.#closing) return Promise.reject(closedError());
    if (idempotencyKey === undefined) return this.#track(this.#take(body, format, options));
    const scopedKey = JSON.stringify([principal, idempotencyKey]);
    const hash = createHash("sha256").update(format).update(body).digest("base64");
    const work = (): Promise<CountedReply> => this.#take(body, format, options, scopedKey);
    return this.#track(this.#keys.run(digest(scopedKey), hash, this.#settings.clock.nowMs(), work));
  }

  async #take(
    body: Buffer,
    format: "ndjson" | "json",
    { producer, firstProducerSeq = 1, defaultService }: AcceptOptions,
    scopedKey?: string,
  ): Promise<CountedReply> {
    const { clock } = this.#settings;
    const intake = new Intake(
      {
        writer: this.#writer,
        nowMs: () => clock.nowMs(),
        openDoor: () => this.#openDoor(defaultService),
        gapRecord: (gap) => this.#gapRecord(gap),
      },
      {
        count: producer === undefined ? undefined : { producer, firstSeq: firstProducerSeq },
        deriveId: scopedKey === undefined ? undefined : createIdDeriver(scopedKey),
      },
    );
    const reply = await intake.run(format === "ndjson" ? splitLines(body) : splitJson(body));
    this.#counts.accepted += reply.accepted;
    this.#counts.duplicates += reply.duplicates;
    this.#counts.rejected += reply.rejected_count;
    this.#counts.gaps += intake.gaps;
    return reply;
  }

  async acceptInternal(event: InternalEvent): Promise<void> {
    if (this.#closing) throw closedError();
    const record = this.#ownRecord(event);
    const { clock } = this.#settings;
    const slice = [{ line: 1, record, ownId: false }];
    const { durable } = this.#writer.write(slice, clock.nowMs(), (gap) => this.#gapRecord(gap));
    await this.#track(durable);
  }

  stats(): IngestStats {
    return { ...this.#counts, producers: this.#producers.size };
  }

  snapshot(): Promise<void> {
    const written = this.#writing.then(() => this.#writeSnapshot());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled(this.#underWay);
    await this.snapshot();
  }

  async #writeSnapshot(): Promise<void> {
    const { fs, stateDir, clock } = this.#settings;
    const seq = this.#writer.settledSeq;
    if (seq === this.#snapshotSeq) return;
    this.#producers.forgetIdle(clock.nowMs());
    const producers = [...this.#producers.durable()];
    const ids = await this.#idFiles.save(this.#ids.generations);
    await writeSnapshot(fs, stateDir, { seq, producers, ids });
    await this.#idFiles.committed();
    this.#snapshotSeq = seq;
  }

  #openDoor(defaultService: string | undefined): Door {
    const { newId, redactor } = this.#settings;
    const door: Door = { collectedAt: this.#collected.now(), newId: () => newId(), redactor };
    if (defaultService !== undefined) door.defaultService = defaultService;
    return door;
  }

  #ownRecord({ event_type, message, level = "INFO", data }: InternalEvent): IncomingRecord {
    const event = { level, service: OWN_SERVICE, event_type, message, data };
    return normaliseEvent(event, this.#openDoor(OWN_SERVICE));
  }

  #gapRecord({ producer, from, to, firstContact }: Gap): IncomingRecord {
    const count = to - from + 1;
    const data = { producer, from, to, count, first_contact: firstContact };
    const message = `${count} events of producer ${producer} did not arrive: ${from} to ${to}`;
    return this.#ownRecord({ event_type: "gap_detected", level: "WARNING", message, data });
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    const leave = (): void => void this.#underWay.delete(work);
    work.then(leave, leave);
    return work;
  }
}

function closedError(): DaybookError {
  return new DaybookError("DAYBOOK_JOURNAL_CLOSED", "Daybook is stopping", { retry_after_s: 5 });
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/**
 * Opens the door to the journal: reads the snapshot and what the journal holds beyond it, so that repetitions are
 * known from before the restart. Without a snapshot the whole journal is read.
 */
export async function openIngest(options: IngestOptions): Promise<Ingest> {
  const settings: Settings = {
    keyRetentionMs: DEFAULT_KEY_RETENTION_MS,
    maxProducers: MAX_PRODUCERS,
    idsPerGeneration: IDS_PER_GENERATION,
    snapshotIntervalMs: DEFAULT_SNAPSHOT_INTERVAL_MS,
    fs: nodeJournalFs,
    onFault: () => undefined,
    ...options,
  };
  return new JournalIngest(settings, await restore(settings));
}

async function restore(settings: Settings): Promise<Restored> {
  const { journal, fs, stateDir, clock, onFault } = settings;
  const producers = new Producers(settings.keyRetentionMs, settings.maxProducers);
  const ids = new RememberedIds(settings.idsPerGeneration);
  let snapshot = await readSnapshot(fs, stateDir);
  if (snapshot && snapshot.seq > journal.durableSeq) {
    // It belongs to another journal: by its numbers new events would be taken for old ones.
    onFault(new Error(`The ingest snapshot knows event ${snapshot.seq}, the journal ends at ${journal.durableSeq}`));
    snapshot = undefined;
  }
  let idFiles = new IdFiles(fs, stateDir, snapshot?.ids);
  try {
    ids.restore(await idFiles.load());
  } catch (error) {
    onFault(error as Error);
    snapshot = undefined;
    idFiles = new IdFiles(fs, stateDir);
  }
  for (const [name, seq, lastSeenMs] of snapshot?.producers ?? []) producers.restore(name, seq, lastSeenMs);
  // The last event is always read: no receive time may be earlier than its own.
  const fromSeq = Math.min((snapshot?.seq ?? 0) + 1, journal.durableSeq);
  const collectedAt = await replayJournal(journal, { producers, ids }, fromSeq, clock.nowMs());
  return { producers, ids, idFiles, collectedAt };
}
