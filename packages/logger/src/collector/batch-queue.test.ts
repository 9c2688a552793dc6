import { describe, expect, it } from "vitest";
import type { Batch } from "./batch.ts";
import { BatchQueue } from "./batch-queue.ts";

function queue(options: { maxBytes?: number; maxEvents?: number; maxLength?: number } = {}): BatchQueue {
  return new BatchQueue({ producer: "p", maxBytes: 100_000, ...options });
}

function seqs(batch: Batch | undefined): unknown[] {
  const lines = batch?.body.toString().trimEnd().split("\n") ?? [];
  return lines.map((line) => (JSON.parse(line) as { producer_seq: unknown }).producer_seq);
}

describe("the queue of a collector sink", () => {
  it("numbers events from 1 as they are taken in, and names the producer", () => {
    const waiting = queue();
    waiting.add('{"message":"a"}', false);
    waiting.add('{"message":"b"}', false);
    expect(waiting.pending).toBe(2);
    expect(waiting.peek()?.body.toString()).toBe(
      '{"message":"a","producer":"p","producer_seq":1}\n{"message":"b","producer":"p","producer_seq":2}\n',
    );
  });

  it("gives the oldest batch with the same bytes until it is settled", () => {
    const waiting = queue({ maxEvents: 2 });
    for (let i = 0; i < 5; i++) waiting.add('{"m":1}', false);
    const first = waiting.peek();
    waiting.add('{"m":1}', false);
    expect(waiting.peek()).toBe(first);
    expect(seqs(first)).toHaveLength(2);
    waiting.shift();
    expect(waiting.pending).toBe(4);
    expect(waiting.all().map((batch) => batch.firstSeq)).toEqual([3, 5]);
  });

  it("closes a batch by its number of events or its length", () => {
    const waiting = queue({ maxLength: 100 });
    expect(waiting.hasFull).toBe(false);
    waiting.add(`{"m":"${"x".repeat(90)}"}`, false);
    waiting.add('{"m":1}', false);
    expect(waiting.hasFull).toBe(true);
    expect(waiting.peek()?.count).toBe(1);
  });

  it("refuses before it numbers, ordinary events first", () => {
    const waiting = queue({ maxBytes: 1_000 });
    const line = `{"m":"${"x".repeat(300)}"}`;
    const taken = [false, false, false, false, true, true].map((audited) => waiting.add(line, audited));
    expect(taken).toEqual([true, true, true, false, true, true]);
    expect(seqs(waiting.peek())).toEqual([1, 2, 3, 4, 5]);
    expect(waiting.add(line, true)).toBe(false);
  });

  it("splits the oldest batch in halves, down to one event", () => {
    const waiting = queue();
    for (let i = 0; i < 5; i++) waiting.add('{"m":1}', false);
    waiting.peek();
    expect(waiting.split()).toBe(true);
    expect(waiting.all().map(seqs)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(waiting.split()).toBe(true);
    expect(waiting.split()).toBe(false);
    expect(waiting.pending).toBe(5);
  });

  it("is empty when it is empty", () => {
    const waiting = queue();
    expect([waiting.peek(), waiting.pending, waiting.all()]).toEqual([undefined, 0, []]);
    waiting.shift();
    expect(waiting.split()).toBe(false);
  });
});
