import assert from "node:assert/strict";
import { expect, test } from "vitest";
import { openJournal } from "./index.ts";
import type { Journal } from "./index.ts";
import { SimulatedDisk, seededRandom } from "./test-support/simulated-disk.ts";
import type { Fault } from "./test-support/simulated-disk.ts";

const DIR = "/journal";
const clock = { nowMs: () => 1_700_000_000_000 };

/** Small segments and nothing kept in memory: every path is walked in a few appends. */
function open(disk: SimulatedDisk, windowMs: number): Promise<Journal> {
  return openJournal({
    dir: DIR,
    fs: disk,
    clock,
    segmentSizeBytes: 400,
    recentBytes: 0,
    windowMs,
    reserveBytes: 0,
    maintenanceIntervalMs: 0,
    compressAfterMs: 0,
  });
}

/** What was promised to callers, and what may be there besides. */
class Ledger {
  readonly acknowledged = new Map<number, string>();
  readonly attempted = new Map<number, Set<string>>();
  #counter = 0;

  async append(journal: Journal, count: number): Promise<void> {
    const lines: string[] = [];
    const range = await journal.append(count, (firstSeq) => {
      for (let i = 0; i < count; i++) {
        const line = `{"seq":${firstSeq + i},"n":${this.#counter++},"pad":"${"é".repeat(20)}"}`;
        lines.push(line);
        const known = this.attempted.get(firstSeq + i) ?? new Set();
        this.attempted.set(firstSeq + i, known.add(line));
      }
      return `${lines.join("\n")}\n`;
    });
    for (const [i, line] of lines.entries()) this.acknowledged.set(range.firstSeq + i, line);
  }

  /** Nothing acknowledged lost, no hole, nothing that nobody wrote. */
  async check(journal: Journal): Promise<void> {
    let after = journal.stats().oldestSeq - 1;
    const removedUpTo = after;
    for (let part = await journal.read(after, 150, 3); part; part = await journal.read(after, 150, 3)) {
      assert.equal(part.firstSeq, after + 1);
      for (const [i, line] of part.bytes.toString().trimEnd().split("\n").entries()) {
        const seq: number = part.firstSeq + i;
        assert.ok(this.attempted.get(seq)?.has(line), `nobody wrote ${line}`);
        const promised = this.acknowledged.get(seq);
        if (promised !== undefined) assert.equal(line, promised);
        // What a reader was shown is promised as well.
        this.acknowledged.set(seq, line);
      }
      after = part.lastSeq;
    }
    assert.equal(after, journal.durableSeq);
    for (const seq of this.acknowledged.keys()) if (seq > removedUpTo) assert.ok(seq <= after, `event ${seq} is lost`);
  }
}

/** Appends alone and side by side, over several segments, with cursors, compression and removal. */
async function work(disk: SimulatedDisk, ledger: Ledger, windowMs: number): Promise<void> {
  const journal = await open(disk, windowMs);
  await ledger.check(journal);
  const cursor = await journal.openCursor("reader");
  for (let round = 0; round < 4; round++) {
    await ledger.append(journal, 1 + (round % 3));
    await Promise.allSettled([ledger.append(journal, 2), ledger.append(journal, 1)]);
    await cursor.move(Math.max(cursor.seq, journal.durableSeq - 2));
    await journal.maintain();
  }
  await journal.close();
}

async function afterwards(disk: SimulatedDisk, ledger: Ledger, windowMs: number): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const journal = await open(disk, windowMs);
    const { seq } = await journal.openCursor("reader");
    assert.ok(seq >= journal.stats().oldestSeq - 1, "events are gone that the reader has not done");
    await ledger.check(journal);
    // A segment may be begun here, and an old one removed meanwhile: what is there is looked at in the next round.
    await ledger.append(journal, 5);
    await journal.maintain();
    disk.cutPower();
  }
}

/** With a window passed segments are compressed, without one they are removed. */
const WINDOWS_MS = [1e9, 0];

async function countOperations(windowMs: number): Promise<number> {
  const disk = new SimulatedDisk(seededRandom(1));
  await work(disk, new Ledger(), windowMs);
  return disk.operations;
}

async function breakAt(fault: Fault, end: "kill" | "cutPower", seed: number, windowMs: number): Promise<void> {
  const disk = new SimulatedDisk(seededRandom(seed * 1_000 + fault.at));
  disk.fault = fault;
  const ledger = new Ledger();
  await work(disk, ledger, windowMs).catch(() => undefined);
  const place = `seed ${seed}, window ${windowMs}, operation ${disk.log[fault.at - 1] ?? fault.at}`;
  disk[end]();
  await afterwards(disk, ledger, windowMs).catch((cause: unknown) => {
    throw new Error(place, { cause });
  });
}

const ENDS = { "the process is killed": "kill", "the power is cut": "cutPower" } as const;
/** More seeds find rarer halves of writes; `npm run soak` may take its time. */
const SEEDS = Array.from({ length: Number(process.env["DAYBOOK_FAULT_SEEDS"] ?? 1) }, (_, i) => i + 1);

for (const [name, end] of Object.entries(ENDS)) {
  for (const done of ["nothing", "half", "all"] as const) {
    for (const how of [
      { code: "EIO", stop: false },
      { code: "ENOSPC", stop: false },
      { code: "EIO", stop: true },
    ] as const) {
      const what = how.stop ? "everything stops" : how.code;
      test(`${what} at each operation with ${done} done, then ${name}: nothing acknowledged is lost`, async () => {
        for (const windowMs of WINDOWS_MS) {
          const operations = await countOperations(windowMs);
          expect(operations).toBeGreaterThan(50);
          for (const seed of SEEDS) {
            for (let at = 1; at <= operations + 3; at++) await breakAt({ at, done, ...how }, end, seed, windowMs);
          }
        }
      });
    }
  }
}
