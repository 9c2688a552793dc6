import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Batch } from "../collector/batch.ts";
import { SPOOL_SEGMENT_BYTES } from "../limits.ts";
import type { Damage } from "./spool-reader.ts";
import { Spool } from "./spool.ts";

let root: string;
let dir: string;
let damages: Damage[];
let opened: Spool[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-spool-"));
  dir = join(root, "spool");
  damages = [];
  opened = [];
});

afterEach(() => {
  for (const spool of opened) spool.close();
  rmSync(root, { recursive: true, force: true });
});

function open(): Spool {
  const spool = new Spool(dir, (damage) => damages.push(damage));
  opened.push(spool);
  return spool;
}

/** `count` events from `firstSeq` on, in one batch. */
function batch(firstSeq: number, count = 1, size = 10): Batch {
  const lines = Array.from({ length: count }, (_, i) => `${firstSeq + i}:${"x".repeat(size)}\n`);
  return { firstSeq, count, body: Buffer.from(lines.join("")) };
}

async function readAll(spool: Spool): Promise<number[]> {
  const seqs: number[] = [];
  for (let next = await spool.next(); next !== undefined; next = await spool.next()) {
    const lines = next.body.toString().trimEnd().split("\n");
    expect(lines).toHaveLength(next.count);
    seqs.push(...lines.map(Number.parseFloat));
  }
  return seqs;
}

function files(): string[] {
  return existsSync(dir) ? readdirSync(dir).sort() : [];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("a spool", () => {
  it("gives batches in order, small ones together, and what comes later too", async () => {
    const spool = open();
    await spool.append([batch(1, 3), batch(4, 2)]);
    spool.appendSync([batch(6)]);
    expect(await readAll(spool)).toEqual(upTo(6));
    expect(spool.hasMore).toBe(false);
    spool.appendSync([batch(7)]);
    expect(spool.hasMore).toBe(true);
    expect(await readAll(spool)).toEqual([7]);
    spool.close();
  });

  it("keeps to the size of a request", async () => {
    const spool = open();
    for (let i = 0; i < 5; i++) await spool.append([batch(1 + 400 * i, 400)]);
    expect([(await spool.next())?.count, (await spool.next())?.count, (await spool.next())?.count]).toEqual([
      800, 800, 400,
    ]);
    await spool.append([batch(2001, 1, 3_000_000)]);
    expect((await spool.next())?.count).toBe(1);
    spool.close();
  });

  it("is read by the next process from what was acknowledged on", async () => {
    const first = open();
    await first.append([batch(1, 3), batch(4, 3)]);
    await first.next();
    first.ack(3);
    const second = open();
    expect(await readAll(second)).toEqual([4, 5, 6]);
    second.ack(6);
    second.close();
    expect(existsSync(dir)).toBe(false);
    first.close();
  });

  it("gives its space back, file by file", async () => {
    const spool = open();
    const size = Math.ceil(SPOOL_SEGMENT_BYTES / 3);
    for (let seq = 1; seq <= 7; seq++) await spool.append([batch(seq, 1, size)]);
    expect(files()).toEqual(["00000001.spool", "00000002.spool", "00000003.spool"]);
    spool.ack(3);
    expect(files()).toEqual(["00000002.spool", "00000003.spool", "acked"]);
    spool.ack(7);
    expect(files()).toEqual(["acked"]);
    spool.close();
    expect(existsSync(dir)).toBe(false);
  });

  it("leaves what is not acknowledged when it is closed", async () => {
    const spool = open();
    await spool.append([batch(1)]);
    await spool.next();
    spool.close();
    expect(await readAll(open())).toEqual([1]);
  });
});
