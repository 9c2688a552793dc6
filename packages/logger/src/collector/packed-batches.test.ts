import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Batch } from "./batch.ts";
import { BatchQueue } from "./batch-queue.ts";
import { PackedBatches } from "./packed-batches.ts";

function batch(firstSeq: number, count = 2): Batch {
  const lines = Array.from(
    { length: count },
    (_, at) => `{"message":"${"a".repeat(500)}","producer_seq":${firstSeq + at}}\n`,
  );
  return { firstSeq, count, body: Buffer.from(lines.join("")) };
}

describe("batches that wait for long", () => {
  it("come out with the bytes that went in, compressed or not, the oldest the same object each time", () => {
    const waiting = new PackedBatches(1e9);
    for (let at = 0; at < 4; at++) waiting.push(batch(1 + 2 * at));
    const loose = waiting.bytes;
    expect([waiting.packOne(), waiting.packOne(), waiting.packOne(), waiting.packOne()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(waiting.bytes).toBeLessThan(loose / 2);
    for (let at = 0; at < 4; at++) {
      expect(waiting.first()).toEqual(batch(1 + 2 * at));
      expect(waiting.first()).toBe(waiting.first());
      waiting.shift();
    }
    expect([waiting.first(), waiting.bytes, waiting.length]).toEqual([undefined, 0, 0]);
  });

  it("are compressed beside the program beyond the limit, but not the oldest", async () => {
    const waiting = new PackedBatches(1);
    for (let at = 0; at < 10; at++) waiting.push(batch(1 + 2 * at));
    const loose = waiting.bytes;
    const first = waiting.first();
    while (waiting.packOne()) await delay(1);
    await delay(20);
    expect(waiting.bytes).toBeLessThan(loose / 2);
    expect(waiting.first()).toBe(first);
    expect(waiting.unpacked(Number.POSITIVE_INFINITY)).toEqual(
      Array.from({ length: 10 }, (_, at) => batch(1 + 2 * at)),
    );
  });

  it("that were sent while they were being compressed stay gone", async () => {
    const waiting = new PackedBatches(1);
    waiting.push(batch(1));
    waiting.push(batch(3));
    waiting.shift();
    waiting.shift();
    waiting.push(batch(5));
    await delay(20);
    expect([waiting.length, waiting.first(), waiting.bytes]).toEqual([1, batch(5), batch(5).body.length]);
  });

  it("split when they were compressed before they became the oldest", () => {
    const waiting = new PackedBatches(1e9);
    waiting.push(batch(1));
    waiting.push(batch(3));
    waiting.packOne();
    waiting.shift();
    expect(waiting.split()).toBe(true);
    expect(waiting.unpacked(1e9)).toEqual([batch(3, 1), batch(4, 1)]);
    expect(waiting.bytes).toBe(batch(3).body.length);
    expect(waiting.firstEnds).toBe(3);
  });

  it("are handed out at the end only as far as memory has room", () => {
    const waiting = new PackedBatches(1e9);
    for (let at = 0; at < 4; at++) waiting.push(batch(1 + 2 * at));
    while (waiting.packOne());
    const size = batch(1).body.length;
    expect(waiting.unpacked(2 * size)).toEqual([batch(1), batch(3)]);
    expect(waiting.unpacked(1)).toEqual([batch(1)]);
  });
});

describe("a queue that compresses what waits", () => {
  it("takes many times as much, and refuses in the end", () => {
    const line = `{"message":"${"b".repeat(300)}"}`;
    const taken = (pack: boolean): number => {
      const queue = new BatchQueue({ producer: "p", maxBytes: 100_000, maxEvents: 50, pack });
      let count = 0;
      while (count < 1e6 && queue.add(line, false)) count++;
      expect(queue.pending).toBe(count);
      expect(queue.bytes).toBeLessThanOrEqual(100_000);
      return count;
    };
    expect(taken(true)).toBeGreaterThan(5 * taken(false));
  });
});
