import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { openJournal } from "./index.ts";
import type { Cursor, Journal } from "./index.ts";
import { SimulatedDisk, seededRandom } from "./test-support/simulated-disk.ts";

const DIR = "/journal";
const WINDOW_MS = 1_000;

type Step =
  | { do: "append"; sizes: number[] }
  | { do: "read"; from: number; maxBytes: number; maxEvents: number }
  | { do: "move"; to: number }
  | { do: "maintain" }
  | { do: "restart"; how: "close" | "kill" | "cutPower" }
  | { do: "clock"; byMs: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      sizes: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("read" as const),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      maxBytes: fc.integer({ min: 1, max: 3_000 }),
      maxEvents: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("move" as const), to: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "maintain" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("restart" as const),
      how: fc.constantFrom("close" as const, "kill" as const, "cutPower" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("clock" as const), byMs: fc.integer({ min: -2_000, max: 2_000 }) }),
  },
);

/** The journal beside the simplest thing that should behave the same: a list of lines. */
class Pair {
  readonly #disk: SimulatedDisk;
  readonly #settings: { segmentSizeBytes: number; recentBytes: number };
  /** Line of seq `i + 1`. */
  readonly #lines: string[] = [];
  #journal: Journal | undefined;
  #cursor: Cursor | undefined;
  #cursorSeq = 0;
  #nowMs = 1e12;

  constructor(seed: number, settings: { segmentSizeBytes: number; recentBytes: number }) {
    this.#disk = new SimulatedDisk(seededRandom(seed));
    this.#settings = settings;
  }

  async open(): Promise<void> {
    const clock = { nowMs: () => this.#nowMs };
    const settings = {
      ...this.#settings,
      windowMs: WINDOW_MS,
      reserveBytes: 0,
      compressAfterMs: 0,
      maintenanceIntervalMs: 0,
    };
    this.#journal = await openJournal({ dir: DIR, fs: this.#disk, clock, ...settings });
    this.#cursor = await this.#journal.openCursor("reader");
    assert.equal(this.#journal.lastSeq, this.#lines.length);
    assert.equal(this.#cursor.seq, this.#cursorSeq);
  }

  async run(step: Step): Promise<void> {
    const journal = this.#journal as Journal;
    if (step.do === "append") await this.#append(journal, step.sizes);
    else if (step.do === "read")
      await this.#read(journal, Math.floor(step.from * (this.#lines.length + 1)), step.maxBytes, step.maxEvents);
    else if (step.do === "maintain") await this.#maintain(journal);
    else if (step.do === "clock") this.#nowMs += step.byMs;
    else if (step.do === "restart") {
      await journal.close();
      if (step.how !== "close") this.#disk[step.how]();
      await this.open();
    } else {
      const to = Math.max(journal.stats().oldestSeq - 1, Math.floor(step.to * this.#lines.length));
      await (this.#cursor as Cursor).move(to);
      this.#cursorSeq = to;
    }
  }

  /** Each size is an append of its own, all under way at once. */
  async #append(journal: Journal, sizes: number[]): Promise<void> {
    const first = this.#lines.length + 1;
    const ranges = await Promise.all(
      sizes.map((size) =>
        journal.append(1 + (size % 3), (firstSeq) => {
          const own = Array.from(
            { length: 1 + (size % 3) },
            (_, i) => `{"seq":${firstSeq + i},"m":"${"ü".repeat(size)}"}\n`,
          );
          this.#lines.push(...own);
          return own.join("");
        }),
      ),
    );
    let next = first;
    for (const range of ranges) {
      assert.equal(range.firstSeq, next);
      next = range.lastSeq + 1;
    }
    assert.equal(journal.durableSeq, this.#lines.length);
  }

  async #read(journal: Journal, after: number, maxBytes: number, maxEvents: number): Promise<void> {
    const { oldestSeq } = journal.stats();
    if (after + 1 < oldestSeq && after < this.#lines.length) {
      await assert.rejects(journal.read(after, maxBytes, maxEvents), { code: "DAYBOOK_JOURNAL_PAST_WINDOW" });
      return;
    }
    const part = await journal.read(after, maxBytes, maxEvents);
    if (after >= this.#lines.length) {
      assert.equal(part, undefined);
      return;
    }
    assert.ok(part);
    assert.equal(part.firstSeq, after + 1);
    const count = part.lastSeq - after;
    assert.ok(count >= 1 && count <= maxEvents);
    assert.ok(part.bytes.length <= maxBytes || count === 1);
    assert.equal(part.bytes.toString(), this.#lines.slice(after, part.lastSeq).join(""));
  }

  async #maintain(journal: Journal): Promise<void> {
    const before = journal.stats().oldestSeq;
    await journal.maintain();
    const { oldestSeq } = journal.stats();
    assert.ok(oldestSeq >= before);
    assert.ok(
      oldestSeq - 1 <= Math.max(this.#cursorSeq, before - 1),
      "events were removed that the reader has not done",
    );
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }
}

test("does what a list of lines does, over restarts and power cuts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { maxLength: 40 }),
      fc.nat(),
      fc.constantFrom(300, 2_000, 1e6),
      fc.constantFrom(0, 1_500, 1e6),
      async (steps, seed, segmentSizeBytes, recentBytes) => {
        const pair = new Pair(seed, { segmentSizeBytes, recentBytes });
        await pair.open();
        for (const one of steps) await pair.run(one);
        await pair.close();
      },
    ),
    { numRuns: 400 },
  );
});
