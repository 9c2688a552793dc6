import { setTimeout as delay } from "node:timers/promises";
import { checkTrail } from "@daybook/verify";
import { afterEach, describe, expect, it } from "vitest";
import { Sequencer } from "./sequencer.ts";
import type { TrailSourceJournal } from "./sequencer.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { CRYPTOGRAPHY, TRAIL_DIR, journalLines, seeded, trailOptions } from "./test-support/sample-trail.ts";
import { Trail } from "./trail.ts";
import { directorySource } from "./trail-reader.ts";

/** A journal in memory that grows when it is told to. */
class GrowingJournal implements TrailSourceJournal {
  durableSeq = 0;
  moved = 0;
  #waiting: (() => void)[] = [];

  grow(to: number): void {
    this.durableSeq = to;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async read(afterSeq: number, _maxBytes: number, maxEvents: number) {
    if (afterSeq >= this.durableSeq) return undefined;
    const lastSeq = Math.min(this.durableSeq, afterSeq + maxEvents);
    return { firstSeq: afterSeq + 1, lastSeq, bytes: journalLines(afterSeq + 1, lastSeq) };
  }

  async waitFor(seq: number, signal: AbortSignal): Promise<void> {
    while (this.durableSeq < seq) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
    }
  }

  move(seq: number): Promise<void> {
    this.moved = seq;
    return Promise.resolve();
  }
}

const running: Sequencer[] = [];
afterEach(async () => {
  for (const sequencer of running.splice(0)) await sequencer.stop();
});

async function start(fs: ForgetfulFs, journal: GrowingJournal, faults: Error[] = []): Promise<Sequencer> {
  const trail = await Trail.open(trailOptions(fs, { nowMs: Date.now }));
  const sequencer = new Sequencer({
    trail,
    journal,
    cursor: journal,
    nowMs: Date.now,
    onFault: (error) => faults.push(error),
    publishIntervalMs: 10,
    syncIntervalMs: 50,
  });
  running.push(sequencer);
  sequencer.start();
  return sequencer;
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await delay(10);
  expect(what()).toBe(true);
}

describe("the sequencer", () => {
  it("signs what becomes durable, and lets the journal forget what is synced", async () => {
    const fs = new ForgetfulFs(seeded(1));
    const journal = new GrowingJournal();
    const sequencer = await start(fs, journal);
    await until(() => sequencer.state === "running");
    expect(sequencer.head.size).toBe(0);
    journal.grow(10);
    await until(() => sequencer.head.size === 10);
    journal.grow(9_000);
    await until(() => sequencer.head.size === 9_000 && sequencer.lagSeconds === 0);
    await until(() => journal.moved === 9_000);
    fs.powerCut();
    const report = await checkTrail(directorySource(fs, TRAIL_DIR), CRYPTOGRAPHY);
    expect([report.findings, report.size]).toEqual([[], 9_000]);
  });

  it("rests while events pour in, and has all of them soon after they do not", async () => {
    const fs = new ForgetfulFs(seeded(9));
    const journal = new GrowingJournal();
    const sequencer = await start(fs, journal);
    await until(() => sequencer.state === "running");
    // More with each turn than a batch takes.
    let seq = 0;
    while (seq < 40_000) {
      journal.grow((seq += 5_000));
      await delay(1);
    }
    expect(sequencer.seq).toBeLessThan(seq);
    await until(() => sequencer.head.size === seq);
    expect((await checkTrail(directorySource(fs, TRAIL_DIR), CRYPTOGRAPHY)).findings).toEqual([]);
  });

  it("settles on request: everything durable is signed", async () => {
    const fs = new ForgetfulFs(seeded(2));
    const journal = new GrowingJournal();
    const sequencer = await start(fs, journal);
    await until(() => sequencer.state === "running");
    journal.grow(5_000);
    expect((await sequencer.settle()).size).toBe(5_000);
    expect(journal.moved).toBe(5_000);
  });

  it("waits for room on a full disk and goes on", async () => {
    const fs = new ForgetfulFs(seeded(3));
    const journal = new GrowingJournal();
    const sequencer = await start(fs, journal);
    await until(() => sequencer.state === "running");
    fs.plan = () => ({ kind: "fail", code: "ENOSPC" });
    journal.grow(600);
    await until(() => sequencer.state === "waiting");
    expect(sequencer.lastError).toContain("ENOSPC");
    fs.plan = () => undefined;
    await until(() => sequencer.head.size === 600);
    expect([sequencer.state, sequencer.lastError]).toEqual(["running", null]);
    expect((await checkTrail(directorySource(fs, TRAIL_DIR), CRYPTOGRAPHY)).findings).toEqual([]);
  });

  it("ends at a failed sync with the reason, and the next start goes on from what is safe", async () => {
    const fs = new ForgetfulFs(seeded(4));
    const journal = new GrowingJournal();
    const faults: Error[] = [];
    const sequencer = await start(fs, journal, faults);
    await until(() => sequencer.state === "running");
    journal.grow(50);
    await until(() => sequencer.head.size === 50);
    fs.plan = (step) => (step === "sync" ? { kind: "fail", code: "EIO" } : undefined);
    journal.grow(100);
    await until(() => sequencer.state === "stopped");
    expect(faults.map(({ message }) => message).join()).toContain("EIO");
    fs.plan = () => undefined;
    fs.powerCut();
    const again = await start(fs, journal);
    await until(() => again.state === "running" && again.head.size === 100);
    expect((await checkTrail(directorySource(fs, TRAIL_DIR), CRYPTOGRAPHY)).findings).toEqual([]);
  });
});
