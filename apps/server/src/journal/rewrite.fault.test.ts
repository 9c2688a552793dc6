import assert from "node:assert/strict";
import { expect, test } from "vitest";
import { openJournal, readWholeFile } from "./index.ts";
import type { Journal } from "./index.ts";
import { SimulatedDisk, seededRandom } from "./test-support/simulated-disk.ts";
import type { Fault } from "./test-support/simulated-disk.ts";

const DIR = "/journal";
const EVENTS = 60;

function open(disk: SimulatedDisk): Promise<Journal> {
  return openJournal({
    dir: DIR,
    fs: disk,
    clock: { nowMs: () => 1_700_000_000_000 },
    segmentSizeBytes: 500,
    windowMs: 3_600_000,
    reserveBytes: 0,
    maintenanceIntervalMs: 0,
    compressAfterMs: 3_600_000,
  });
}

const lineOf = (seq: number): string => `{"seq":${seq},"user_id":"${seq % 3 === 0 ? "ada" : "bob"}","secret":"${seq}"}`;
const erased = (seq: number): string => `{"seq":${seq},"erased":true}`;
const eraseAda = (line: Buffer): Buffer | undefined => {
  const text = line.toString();
  return text.includes('"ada"') ? Buffer.from(erased(Number(/\d+/.exec(text)?.[0]))) : undefined;
};

async function fill(journal: Journal, from = 1, to = EVENTS): Promise<void> {
  for (let seq = from; seq <= to; seq++) await journal.append(1, (first) => `${lineOf(first)}\n`);
}

async function readAll(journal: Journal): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const part = await journal.readDisk(lines.length, 200, 7);
    if (!part) return lines;
    lines.push(...part.bytes.toString().trimEnd().split("\n"));
  }
}

/** What lies on the disk as plain text. */
async function plainText(disk: SimulatedDisk): Promise<string> {
  const texts = disk.files().map(async (path) => (await readWholeFile(disk, path)).toString("latin1"));
  return (await Promise.all(texts)).join("\n");
}

test("other lines stand in the place of some, each under its number, plain or compressed, also after a start", async () => {
  const disk = new SimulatedDisk(seededRandom(1));
  const journal = await open(disk);
  await fill(journal, 1, 30);
  await journal.maintain();
  await fill(journal, 31);
  journal.startSegment();
  expect(journal.sealedSeq).toBeLessThan(EVENTS);
  await journal.append(1, (first) => `{"seq":${first},"request":"erasure"}\n`);
  expect(journal.sealedSeq).toBe(EVENTS);
  const shares: number[] = [];
  expect(await journal.rewrite(eraseAda, (share) => shares.push(share))).toEqual({ changed: EVENTS / 3, unread: [] });
  expect(shares.at(-1)).toBe(1);
  const wanted = Array.from({ length: EVENTS }, (_, i) => ((i + 1) % 3 === 0 ? erased(i + 1) : lineOf(i + 1)));
  expect((await readAll(journal)).slice(0, EVENTS)).toEqual(wanted);
  const fromMemory = await journal.read(2, 1_000, 1);
  expect(fromMemory?.bytes.toString()).toBe(`${erased(3)}\n`);
  // Once more changes nothing.
  expect(await journal.rewrite(eraseAda, () => undefined)).toEqual({ changed: 0, unread: [] });
  await journal.append(8, (first) =>
    Array.from({ length: 8 }, (_, i) => `{"seq":${first + i},"user_id":"bob"}\n`).join(""),
  );
  await journal.close();
  const again = await open(disk);
  expect((await readAll(again)).slice(0, EVENTS)).toEqual(wanted);
  expect(again.durableSeq).toBe(EVENTS + 9);
  await again.close();
  expect((await disk.readdir(DIR)).filter((name) => /tmp|swap/.test(name))).toEqual([]);
  expect(await plainText(disk)).not.toContain('"ada"');
});

test("a segment that cannot be read is named and stays, and does not keep the others from it", async () => {
  const disk = new SimulatedDisk(seededRandom(4));
  const journal = await open(disk);
  await fill(journal);
  journal.startSegment();
  await fill(journal, EVENTS + 1, EVENTS + 1);
  disk.rot(`${DIR}/0000000000000001.ndjson`, 30);
  const { changed, unread } = await journal.rewrite(eraseAda, () => undefined);
  expect(unread).toEqual([expect.stringContaining("0000000000000001.ndjson")]);
  expect(changed).toBeGreaterThan(0);
  expect(changed).toBeLessThan(EVENTS / 3);
  await journal.close();
});

test("who reads while segments are replaced gets whole lines, old or new", async () => {
  const disk = new SimulatedDisk(seededRandom(2));
  const journal = await open(disk);
  await fill(journal);
  journal.startSegment();
  await fill(journal, EVENTS + 1, EVENTS + 1);
  let running = true;
  const readers = [1, 2, 3].map(async () => {
    while (running) {
      await new Promise<void>((next) => setImmediate(next));
      for (const [i, line] of (await readAll(journal)).entries()) {
        assert.ok(line === lineOf(i + 1) || line === erased(i + 1), line);
      }
    }
  });
  await journal.rewrite(eraseAda, () => undefined);
  running = false;
  await Promise.all(readers);
  for (const line of (await readAll(journal)).slice(0, EVENTS)) expect(line).not.toContain("ada");
  await journal.close();
});

test("a crash at each step, power cut or not, leaves every line as it was or as it is to be, and a second run ends it", async () => {
  const kinds: Fault["done"][] = ["nothing", "half", "all"];
  let runs = 0;
  for (const powerCut of [false, true]) {
    for (const done of kinds) {
      for (let step = 0; ; step++) {
        const disk = new SimulatedDisk(seededRandom(step + 1));
        const journal = await open(disk);
        await fill(journal);
        journal.startSegment();
        await fill(journal, EVENTS + 1, EVENTS + 1);
        disk.fault = { at: disk.operations + step + 1, code: "EIO", done, stop: true };
        const failed = await journal
          .rewrite(eraseAda, () => undefined)
          .then(
            () => false,
            () => true,
          );
        if (!failed && !disk.stopped) break;
        runs++;
        if (powerCut) disk.cutPower();
        else disk.kill();
        const again = await open(disk);
        const lines = (await readAll(again)).slice(0, EVENTS);
        assert.equal(lines.length, EVENTS);
        for (const [i, line] of lines.entries()) assert.ok(line === lineOf(i + 1) || line === erased(i + 1), line);
        await again.rewrite(eraseAda, () => undefined);
        for (const line of (await readAll(again)).slice(0, EVENTS)) assert.ok(!line.includes("ada"), line);
        await again.close();
      }
    }
  }
  expect(runs).toBeGreaterThan(300);
});
