import { setTimeout as sleep } from "node:timers/promises";
import { DaybookError } from "@daybook/protocol";
import type { JsonObject } from "@daybook/protocol";
import type { ErasableClass, ErasureTarget } from "../store/index.ts";
import type { ErasureOrder, ErasurePlan, ErasureResult, ErasureRoomOptions } from "./erasure-api.ts";
import { REPLAY_POLL_MS, SEARCHABLE_TIMEOUT_MS } from "./limits.ts";
import { keptByTime } from "./retain.ts";
import type { Hold, RunningErasure } from "./state-file.ts";
import { isSame, keyNameOf, lineEraser } from "./subject.ts";
import type { Subject } from "./subject.ts";

type Progress = (share: number, message: string) => void;

/**
 * Erases what there is of a subject, keeps holds, and records both. The order of an erasure: it is written down; the trail stands still,
 * everything in it synced; the subject's key is destroyed; the payload leaves journal and store. What is begun is ended, also after a crash.
 */
export class ErasureRoom {
  readonly #options: ErasureRoomOptions;

  constructor(options: ErasureRoomOptions) {
    this.#options = options;
  }

  get holds(): readonly Hold[] {
    return this.#options.state.holds;
  }

  /** An erasure was begun and is not done. */
  get isUnfinished(): boolean {
    return this.#options.state.running !== null;
  }

  /** What an erasure would do, and whether it may be. */
  async plan(subject: Subject): Promise<ErasurePlan> {
    const { store, journal } = this.#options;
    const classes = await store.countErasable({ ...subject, upToSeq: journal.durableSeq });
    return {
      events: sumOf(classes),
      classes,
      refused: this.#refusal(subject, classes) ?? null,
      not_reached: await this.#notReached(),
    };
  }

  /** Rejects with DAYBOOK_ERASURE_REFUSED, which is recorded, under a hold or before its time. */
  async erase(order: ErasureOrder, progress: Progress): Promise<ErasureResult> {
    const { state, sequencer } = this.#options;
    // What cannot be ended is not begun.
    if (sequencer.state === "stopped")
      throw new DaybookError("DAYBOOK_AUDIT_STOPPED", "nothing is erased while the trail cannot be synced");
    if (state.running !== null) await this.finish(progress);
    await this.#storeHas(this.#options.journal.durableSeq);
    const { refused } = await this.plan(order);
    const pseudonym = await sequencer.exclusive(async (trail) => {
      const subject = trail.subjects.get(keyNameOf(order));
      await trail.subjects.flush();
      return subject.pseudonym;
    });
    if (refused !== null) {
      await this.#record("refused", pseudonym, order, { detail: refused });
      throw new DaybookError("DAYBOOK_ERASURE_REFUSED", refused);
    }
    const { field, value, by, reason } = order;
    state.setRunning({ field, value, pseudonym, by, reason, up_to_seq: null, events: null });
    return this.finish(progress);
  }

  /** Goes on with what was begun. */
  async finish(progress: Progress): Promise<ErasureResult> {
    const { state, journal, store, ingest } = this.#options;
    let running = this.#running();
    const { pseudonym } = running;
    await this.#record("requested", pseudonym, running, {});
    progress(0.02, "the trail");
    const upToSeq = await this.#destroyKey();
    // What was numbered by now lies in sealed segments once something stands behind it.
    journal.startSegment();
    await this.#record("key destroyed", pseudonym, running, { last_seq: upToSeq });
    await ingest.snapshot();
    progress(0.05, "waiting for the store");
    await this.#storeHas(upToSeq);
    const target: ErasureTarget = { field: running.field, value: running.value, upToSeq };
    running = { ...this.#running(), events: this.#running().events ?? sumOf(await store.countErasable(target)) };
    state.setRunning(running);
    const { changed: lines, unread } = await journal.rewrite(lineEraser(running, upToSeq, pseudonym), (share) =>
      progress(0.05 + 0.45 * share, "the journal"),
    );
    await store.erase(target, (share) => progress(0.5 + 0.48 * share, "the store"));
    const events = running.events ?? 0;
    // What cannot be read leaves with the journal's window; nobody else's erasure has to wait for it.
    await this.#record("done", pseudonym, running, {
      last_seq: upToSeq,
      count: events,
      ...(unread.length > 0 && { unread: [...unread] }),
    });
    state.setRunning(null);
    return {
      subject: pseudonym,
      last_seq: upToSeq,
      events,
      journal_lines: lines,
      not_reached: [
        ...unread.map((reason) => `a damaged part of the journal: ${reason}`),
        ...(await this.#notReached()),
      ],
    };
  }

  async placeHold(subject: Subject | null, reason: string, by: string): Promise<Hold> {
    const { state, newId, nowMs } = this.#options;
    const hold: Hold = { id: newId(), subject, reason, by, placed_at: new Date(nowMs()).toISOString() };
    await this.#recordHold("placed", hold, by);
    state.setHolds([...state.holds, hold]);
    return hold;
  }

  /** False when there is no such hold. */
  async liftHold(id: string, by: string): Promise<boolean> {
    const { state } = this.#options;
    const hold = state.holds.find((one) => one.id === id);
    if (hold === undefined) return false;
    await this.#recordHold("lifted", hold, by);
    state.setHolds(state.holds.filter((one) => one.id !== id));
    return true;
  }

  #running(): RunningErasure {
    const { running } = this.#options.state;
    if (running === null) throw new TypeError("No erasure is under way");
    return running;
  }

  #refusal(subject: Subject, classes: readonly ErasableClass[]): string | undefined {
    const { state, retainAtLeast, nowMs } = this.#options;
    const hold = state.holds.find((one) => one.subject === null || isSame(one.subject, subject));
    if (hold !== undefined) return `legal hold ${hold.id} of ${hold.placed_at}, by ${hold.by}: ${hold.reason}`;
    return keptByTime(classes, retainAtLeast, nowMs());
  }

  /**
   * With the trail standing still: entries up to the number returned have the old key, later ones a new one. Everything that the entries
   * were made of is synced before, for without the key they cannot be made again.
   */
  async #destroyKey(): Promise<number> {
    const { state, sequencer } = this.#options;
    // After a start the trail is replayed first.
    while (sequencer.state === "replaying") await sleep(REPLAY_POLL_MS);
    if (sequencer.state === "running") await sequencer.settle();
    return sequencer.exclusive(async (trail) => {
      if (sequencer.state !== "running")
        throw new DaybookError("DAYBOOK_AUDIT_STOPPED", "nothing is erased while the trail cannot be synced");
      const running = this.#running();
      const name = keyNameOf(running);
      const isThere = trail.subjects.find(name)?.pseudonym === running.pseudonym;
      // Another key is that of events that came after the destruction.
      if (!isThere && running.up_to_seq !== null) return running.up_to_seq;
      await trail.commit();
      await trail.sync();
      const upToSeq = trail.syncedSeq;
      await this.#refuseLate(running, upToSeq);
      state.setRunning({ ...running, up_to_seq: upToSeq });
      await trail.subjects.destroy(name);
      return upToSeq;
    });
  }

  /** A hold, or an event that must be kept, may have come since it was asked for: this is the last moment. */
  async #refuseLate(running: RunningErasure, upToSeq: number): Promise<void> {
    const { state, store } = this.#options;
    await this.#storeHas(upToSeq);
    const classes = await store.countErasable({ field: running.field, value: running.value, upToSeq });
    const refused = this.#refusal(running, classes);
    if (refused === undefined) return;
    await this.#record("refused", running.pseudonym, running, { detail: refused });
    state.setRunning(null);
    throw new DaybookError("DAYBOOK_ERASURE_REFUSED", refused);
  }

  async #storeHas(seq: number): Promise<void> {
    if (await this.#options.store.waitSearchable(seq, SEARCHABLE_TIMEOUT_MS)) return;
    throw new DaybookError("DAYBOOK_STORE_UNAVAILABLE", `the store has not taken event ${seq} yet`);
  }

  async #notReached(): Promise<string[]> {
    const backups = await this.#options.store.backups();
    return ["files and sinks of the programs that logged", ...backups.map((dir) => `backup ${dir}`)];
  }

  #record(
    status: string,
    subject: string,
    { by, reason }: { by: string; reason: string },
    more: JsonObject,
  ): Promise<void> {
    return this.#options.ingest.record({
      event_type: "erasure",
      message: `Erasure ${status}`,
      data: { status, subject, by, reason, ...more },
    });
  }

  /** Without the subject's name: the event stays for ever. */
  #recordHold(status: "placed" | "lifted", { id, subject, reason }: Hold, by: string): Promise<void> {
    return this.#options.ingest.record({
      event_type: "legal_hold",
      message: `Legal hold ${status}`,
      data: { status, name: id, scope: subject === null ? "everything" : "one subject", reason, by },
    });
  }
}

function sumOf(classes: readonly ErasableClass[]): number {
  return classes.reduce((sum, { events }) => sum + events, 0);
}
