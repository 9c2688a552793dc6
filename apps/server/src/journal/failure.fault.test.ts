import { expect, test } from "vitest";
import { openJournal } from "./index.ts";
import type { Journal, JournalOptions } from "./index.ts";
import { SimulatedDisk, seededRandom } from "./test-support/simulated-disk.ts";
import type { DiskOperation, Fault } from "./test-support/simulated-disk.ts";

const DIR = "/journal";

function newDisk(): SimulatedDisk {
  return new SimulatedDisk(seededRandom(5));
}

function open(disk: SimulatedDisk, options: Partial<JournalOptions> = {}): Promise<Journal> {
  return openJournal({
    dir: DIR,
    fs: disk,
    clock: { nowMs: () => 1 },
    recentBytes: 0,
    reserveBytes: 0,
    maintenanceIntervalMs: 0,
    compressAfterMs: 0,
    ...options,
  });
}

const line = (seq: number): string => `{"seq":${seq},"message":"${"m".repeat(40)}"}\n`;
const lines =
  (count: number) =>
  (firstSeq: number): string =>
    Array.from({ length: count }, (_, i) => line(firstSeq + i)).join("");

async function all(journal: Journal): Promise<string> {
  let text = "";
  for (let after = 0; ;) {
    const part = await journal.read(after, 1_000, 1_000);
    if (!part) return text;
    text += part.bytes.toString();
    after = part.lastSeq;
  }
}

/** Lets the next operation of this kind on such a file fail. */
function failNext(disk: SimulatedDisk, kind: DiskOperation, suffix: string, code: Fault["code"]): void {
  disk.failWhen = (operation, path) =>
    operation === kind && path.endsWith(suffix) ? { code, done: "nothing" } : undefined;
}

test.each([
  ["datasync", ".ndjson", "EIO"],
  ["datasync", ".idx", "EIO"],
  ["datasync", ".ndjson", "ENOSPC"],
  ["write", ".ndjson", "EIO"],
  ["write", ".idx", "EIO"],
] as const)("a %s of %s that fails with %s stops the journal for good", async (kind, suffix, code) => {
  const disk = newDisk();
  const faults: Error[] = [];
  const journal = await open(disk, { onFault: (error) => faults.push(error) });
  await journal.append(2, lines(2));
  const waiting = journal.waitFor(4, new AbortController().signal);
  failNext(disk, kind, suffix, code);
  const refused = [journal.append(1, lines(1)), journal.append(1, lines(1)), waiting];
  for (const one of refused) await expect(one).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FAILED" });
  const before = disk.operations;
  await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FAILED" });
  expect(disk.operations).toBe(before);
  expect(faults).toHaveLength(1);
  expect(journal.stats()).toMatchObject({ state: "failed", durableSeq: 2, lastSeq: 2 });
  expect(await all(journal)).toBe(lines(2)(1));
  await journal.close();
  disk.cutPower();
  const again = await open(disk);
  expect(await again.append(1, lines(1))).toMatchObject({ firstSeq: again.durableSeq });
});

test.each([".ndjson", ".idx"])(
  "a full disk while %s is written is refused, and the journal goes on when there is room",
  async (suffix) => {
    const disk = newDisk();
    const journal = await open(disk);
    await journal.append(2, lines(2));
    failNext(disk, "write", suffix, "ENOSPC");
    const refused = [journal.append(1, lines(1)), journal.append(3, lines(3))];
    for (const one of refused) await expect(one).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
    expect(journal.stats()).toMatchObject({ state: "full", lastSeq: 2 });
    await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
    expect(await journal.append(1, lines(1))).toEqual({ firstSeq: 3, lastSeq: 3 });
    expect(journal.stats().state).toBe("ok");
    await journal.close();
    disk.cutPower();
    const again = await open(disk);
    expect(again.recovery).toMatchObject({ cutBytes: 0, cutIndexBytes: 0 });
    expect(await all(again)).toBe(lines(3)(1));
  },
);

test("a full disk while a segment is begun leaves the old one in use", async () => {
  const disk = newDisk();
  const journal = await open(disk, { segmentSizeBytes: 10 });
  await journal.append(1, lines(1));
  failNext(disk, "open", "2.ndjson", "ENOSPC");
  await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
  await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
  expect(await journal.append(1, lines(1))).toEqual({ firstSeq: 2, lastSeq: 2 });
  await journal.close();
  expect(await all(await open(disk))).toBe(lines(2)(1));
});

test("room below the reserve is refused before a number is given", async () => {
  const disk = newDisk();
  disk.freeBytes = 1_000_000;
  const journal = await open(disk, { reserveBytes: 900_000 });
  await journal.append(1, lines(1));
  disk.freeBytes = 899_999;
  for (let i = 0; i < 3 && journal.stats().state === "ok"; i++) {
    await journal.append(1_000, lines(1_000)).catch(() => undefined);
    await journal.append(1_000, lines(1_000)).catch(() => undefined);
  }
  const operations = disk.operations;
  await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FULL" });
  expect(disk.operations).toBe(operations);
  expect(journal.lastSeq).toBe(journal.durableSeq);
  disk.freeBytes = 1e9;
  await journal.append(1, lines(1)).catch(() => undefined);
  const next = journal.lastSeq + 1;
  expect(await journal.append(1, lines(1))).toEqual({ firstSeq: next, lastSeq: next });
});

test("a torn end is cut and said", async () => {
  const disk = newDisk();
  const journal = await open(disk);
  await journal.append(2, lines(2));
  disk.failWhen = (kind, path) =>
    kind === "datasync" && path.endsWith(".idx") ? { code: "EIO", done: "nothing", stop: true } : undefined;
  await expect(journal.append(1, lines(1))).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_FAILED" });
  disk.loseUnsynced("0000000000000001.idx");
  disk.kill();
  const again = await open(disk);
  expect(again.recovery).toEqual({
    cutBytes: line(3).length,
    cutBatches: 0,
    cutIndexBytes: 0,
    file: `${DIR}/0000000000000001.ndjson`,
  });
  expect(again.lastSeq).toBe(2);
});

test.each([
  ["events of an earlier group", ".ndjson", 5, "DAYBOOK_JOURNAL_DAMAGED"],
  ["the sidecar's line of an earlier group", ".idx", 60, "DAYBOOK_JOURNAL_DAMAGED"],
] as const)("a changed byte in %s is damage, not a torn end", async (_name, suffix, offset, code) => {
  const disk = newDisk();
  const journal = await open(disk);
  for (let i = 0; i < 3; i++) await journal.append(2, lines(2));
  await journal.close();
  const file = `${DIR}/0000000000000001${suffix}`;
  disk.rot(file, offset);
  const error: unknown = await open(disk).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, extra: { file, offset: expect.any(Number) as number } });
  expect(String(error)).toContain(file);
});

test.each(["plain", "compressed"])(
  "a changed byte in a sealed %s segment is found by its reader, and spares the others",
  async (form) => {
    const disk = newDisk();
    const journal = await open(disk, { segmentSizeBytes: 100 });
    if (form === "compressed") {
      const cursor = await journal.openCursor("c");
      for (let i = 0; i < 3; i++) await journal.append(2, lines(2));
      await cursor.move(6);
      await journal.maintain();
    } else for (let i = 0; i < 3; i++) await journal.append(2, lines(2));
    const file = `${DIR}/0000000000000003.ndjson${form === "plain" ? "" : ".gz"}`;
    disk.rot(file, 40);
    expect((await journal.read(0, 1_000, 100))?.lastSeq).toBe(2);
    await expect(journal.read(2, 1_000, 100)).rejects.toMatchObject({
      code: "DAYBOOK_JOURNAL_DAMAGED",
      extra: { file },
    });
    expect((await journal.read(4, 1_000, 100))?.lastSeq).toBe(6);
  },
);

test("a segment that is missing, or has lost a part, is named", async () => {
  for (const gone of ["0000000000000003.ndjson", "0000000000000003.idx"]) {
    const disk = newDisk();
    const journal = await open(disk, { segmentSizeBytes: 100 });
    for (let i = 0; i < 4; i++) await journal.append(2, lines(2));
    await journal.close();
    await disk.unlink(`${DIR}/${gone}`);
    await expect(open(disk)).rejects.toMatchObject({ code: "DAYBOOK_JOURNAL_DAMAGED" });
    if (gone.endsWith(".ndjson")) await disk.unlink(`${DIR}/0000000000000003.idx`);
    else await disk.unlink(`${DIR}/0000000000000003.ndjson`);
    await expect(open(disk)).rejects.toThrow("Events 3 to 4 are missing");
  }
});

test("a journal of a newer format is refused", async () => {
  const disk = newDisk();
  await (await open(disk)).close();
  const { crc32c } = await import("@node-rs/crc32");
  const body = "daybook-journal-index 2 1";
  const file = await disk.open(`${DIR}/0000000000000001.idx`, "create");
  const header = Buffer.from(`${body} ${(crc32c(body) >>> 0).toString(16).padStart(8, "0")}\n`);
  for (let at = 0; at < header.length;) at += await file.write([header.subarray(at)], at);
  await expect(open(disk)).rejects.toThrow("newer Daybook");
});
